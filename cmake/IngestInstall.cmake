# What "cmake --install" puts where. Everything finds everything else relative to itself, so a prefix
# may be moved: the host its connectors in <prefix>/lib/ingest/connectors and its templates in
# <prefix>/share/ingest/template, the CMake package and the .pc file the rest of the SDK.
#
# Each component is a package of IngestPackages.cmake:
#   ingest      the program, its documentation, the service
#   connectors  the two for Checkmarx One
#   sdk         what a connector is built with
include(CMakePackageConfigHelpers)

install(TARGETS ingest RUNTIME DESTINATION bin COMPONENT ingest)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs/" DESTINATION share/doc/ingest
        COMPONENT ingest FILES_MATCHING PATTERN "*.md" PATTERN adr EXCLUDE)
install(FILES "${PROJECT_SOURCE_DIR}/CHANGELOG.md" DESTINATION share/doc/ingest COMPONENT ingest)
install(FILES "${PROJECT_SOURCE_DIR}/packaging/README.md" DESTINATION share/doc/ingest
        RENAME service.md COMPONENT ingest)
install(FILES "${PROJECT_SOURCE_DIR}/packaging/environment.example"
              "${PROJECT_SOURCE_DIR}/packaging/prometheus.example.yml"
              "${PROJECT_SOURCE_DIR}/packaging/alerts.example.yml"
        DESTINATION share/ingest COMPONENT ingest)
install(CODE "set(INGEST_UNIT \"${PROJECT_SOURCE_DIR}/packaging/ingest.service\")" COMPONENT ingest)
install(SCRIPT "${CMAKE_CURRENT_LIST_DIR}/InstallUnit.cmake" COMPONENT ingest)

install(TARGETS checkmarx-sca checkmarx-dast LIBRARY DESTINATION lib/ingest/connectors
        PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ COMPONENT connectors)

# The SDK. The generated messages include their own google/protobuf/timestamp.pb.h, so they stay out
# of include/ itself.
set(package_dir lib/cmake/IngestConnector)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/plugin-api/include/ingest"
                  "${PROJECT_SOURCE_DIR}/plugin-api/sdk/include/ingest"
        DESTINATION include COMPONENT sdk FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
install(DIRECTORY "${PROJECT_BINARY_DIR}/proto/lite/" DESTINATION include/ingest/lite
        COMPONENT sdk FILES_MATCHING PATTERN "*.pb.h")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/proto/ingest" DESTINATION share/ingest/proto
        COMPONENT sdk FILES_MATCHING PATTERN "*.proto")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/plugin-api/template" "${PROJECT_SOURCE_DIR}/plugin-api/c"
                  "${PROJECT_SOURCE_DIR}/plugin-api/rust"
        DESTINATION share/ingest COMPONENT sdk)
install(FILES "${PROJECT_SOURCE_DIR}/plugin-api/README.md" DESTINATION share/doc/libingest-dev COMPONENT sdk)

install(TARGETS ingest_plugin_api ingest_sdk_core EXPORT IngestContract)
install(TARGETS ingest_sdk ingest_proto_lite ingest-embed-map EXPORT IngestSdk
        ARCHIVE DESTINATION lib COMPONENT sdk
        RUNTIME DESTINATION lib/ingest COMPONENT sdk)
set_target_properties(ingest_plugin_api PROPERTIES EXPORT_NAME plugin_api)
set_target_properties(ingest_sdk_core PROPERTIES EXPORT_NAME sdk_core)
set_target_properties(ingest_sdk PROPERTIES EXPORT_NAME sdk)
set_target_properties(ingest_proto_lite PROPERTIES EXPORT_NAME proto_lite)
set_target_properties(ingest-embed-map PROPERTIES EXPORT_NAME embed_map)
foreach(set Contract Sdk)
  install(EXPORT Ingest${set} NAMESPACE Ingest:: FILE Ingest${set}Targets.cmake
          DESTINATION ${package_dir} COMPONENT sdk)
endforeach()
# CMake strips programs, but no archives: their debug information names the folder of this build.
install(CODE "
  if(CMAKE_INSTALL_DO_STRIP)
    foreach(archive ingest_sdk ingest_proto_lite)
      execute_process(COMMAND \"${CMAKE_STRIP}\" --strip-debug --enable-deterministic-archives
        \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/lib/lib\${archive}.a\" COMMAND_ERROR_IS_FATAL ANY)
    endforeach()
  endif()" COMPONENT sdk)

get_directory_property(protobuf_version DIRECTORY "${PROJECT_SOURCE_DIR}/proto" DEFINITION Protobuf_VERSION)
string(REGEX MATCH "^([0-9]+)\\.([0-9]+)" INGEST_PROTOBUF_SERIES "${protobuf_version}")
math(EXPR next "${CMAKE_MATCH_2} + 1")
set(INGEST_PROTOBUF_NEXT "${CMAKE_MATCH_1}.${next}")
get_directory_property(INGEST_BOOST_VERSION DIRECTORY "${PROJECT_SOURCE_DIR}/plugin-api/sdk"
                       DEFINITION Boost_VERSION_STRING)
set(INGEST_PROTO_DIR share/ingest/proto)
configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/plugin-api/cmake/IngestConnectorConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/package/IngestConnectorConfig.cmake"
  INSTALL_DESTINATION ${package_dir} PATH_VARS INGEST_PROTO_DIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/IngestConnectorConfigVersion.cmake"
                                 COMPATIBILITY SameMajorVersion)
configure_file("${PROJECT_SOURCE_DIR}/plugin-api/cmake/ingest-connector.pc.in"
               "${PROJECT_BINARY_DIR}/package/ingest-connector.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/package/IngestConnectorConfig.cmake"
              "${PROJECT_BINARY_DIR}/package/IngestConnectorConfigVersion.cmake"
              "${PROJECT_SOURCE_DIR}/plugin-api/cmake/IngestConnector.cmake"
              "${PROJECT_SOURCE_DIR}/plugin-api/cmake/IngestEmbedMap.cmake"
              "${PROJECT_SOURCE_DIR}/plugin-api/cmake/connector.map"
        DESTINATION ${package_dir} COMPONENT sdk)
install(FILES "${PROJECT_BINARY_DIR}/package/ingest-connector.pc" DESTINATION lib/pkgconfig COMPONENT sdk)
