# What "cmake --install" puts where. The host finds its connectors relative to itself, in
# <prefix>/lib/ingest/connectors.
install(TARGETS ingest RUNTIME DESTINATION bin COMPONENT ingest)
install(TARGETS checkmarx-sca checkmarx-dast LIBRARY DESTINATION lib/ingest/connectors
        COMPONENT connectors)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/proto/ingest" DESTINATION share/ingest/proto
        COMPONENT protos FILES_MATCHING PATTERN "*.proto")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/plugin-api/include/ingest" DESTINATION include
        COMPONENT sdk FILES_MATCHING PATTERN "*.h")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/plugin-api/sdk/include/ingest" DESTINATION include
        COMPONENT sdk FILES_MATCHING PATTERN "*.hpp")
# The unit names the program where it will be.
file(READ "${PROJECT_SOURCE_DIR}/packaging/ingest.service" unit)
string(REPLACE "/usr/bin/ingest" "${CMAKE_INSTALL_PREFIX}/bin/ingest" unit "${unit}")
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/packaging/ingest.service" CONTENT "${unit}" @ONLY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
             "${PROJECT_SOURCE_DIR}/packaging/ingest.service")
install(FILES "${PROJECT_BINARY_DIR}/packaging/ingest.service"
              "${PROJECT_SOURCE_DIR}/packaging/environment.example"
              "${PROJECT_SOURCE_DIR}/packaging/prometheus.example.yml"
              "${PROJECT_SOURCE_DIR}/packaging/alerts.example.yml"
        DESTINATION share/ingest COMPONENT ingest)
