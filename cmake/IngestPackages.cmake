# Debian packages of what IngestInstall.cmake installs, one a component:
#   cpack --config build/release/CPackConfig.cmake
# With SOURCE_DATE_EPOCH set, the same files give the same packages, byte for byte.
set(INGEST_PACKAGE_MAINTAINER "ingest maintainers <ingest@localhost>" CACHE STRING
    "Who answers for the Debian packages: Name <address>")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ingest)
# The summary of a package is the first line of its own description.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_NAME} built using CMake")
set(CPACK_PACKAGE_CONTACT "${INGEST_PACKAGE_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_COMPONENTS_ALL ingest connectors sdk)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_INGEST_PACKAGE_NAME ingest)
set(CPACK_DEBIAN_INGEST_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_INGEST_PACKAGE_DEPENDS "libcurl4 (>= 7.88)")  # loaded when it is first used
set(CPACK_DEBIAN_INGEST_PACKAGE_RECOMMENDS "ca-certificates, ingest-connectors-checkmarx-one")
set(CPACK_DEBIAN_INGEST_PACKAGE_SUGGESTS "libingest-dev, prometheus")
set(CPACK_DEBIAN_INGEST_DESCRIPTION "host for connectors that read security findings
Loads connectors (shared libraries) through a stable C interface and turns
the findings of one product each into typed, documented protobuf messages.
A run either equals what the source holds or says what is missing.

Comes with a systemd unit for scheduled runs, which is not enabled.")

set(CPACK_DEBIAN_CONNECTORS_PACKAGE_NAME ingest-connectors-checkmarx-one)
set(CPACK_DEBIAN_CONNECTORS_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_CONNECTORS_PACKAGE_DEPENDS "ingest (>= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_CONNECTORS_DESCRIPTION "connectors of ingest for Checkmarx One
Two connectors for ingest: open source findings (SCA) and web application
findings (DAST) of Checkmarx One.")

# The headers and the archive are for the protobuf and the Boost that they were built with.
set(CPACK_DEBIAN_SDK_PACKAGE_NAME libingest-dev)
set(CPACK_DEBIAN_SDK_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_SDK_PACKAGE_DEPENDS
    "libprotobuf-dev (>= ${INGEST_PROTOBUF_SERIES}), libprotobuf-dev (<< ${INGEST_PROTOBUF_NEXT}), libboost1.81-dev")
set(CPACK_DEBIAN_SDK_PACKAGE_RECOMMENDS "ingest (>= ${PROJECT_VERSION}), pkg-config, python3")
set(CPACK_DEBIAN_SDK_PACKAGE_SUGGESTS "cmake, cargo")
set(CPACK_DEBIAN_SDK_DESCRIPTION "files to write connectors for ingest with
The C headers of the interface between ingest and its connectors, a C++ SDK
(static library, CMake package), sources for connectors in C and Rust, all
messages as .proto files, and the templates of \"ingest plugins new\".")

include(CPack)
