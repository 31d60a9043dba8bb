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
