# The systemd unit, with the program's own place. Under a prefix that ends in /usr, which is a system's
# own or the staging folder of a package, it goes where systemd looks for the units of packages;
# elsewhere beside the examples, to be copied. It is neither enabled nor started.
#
#   INGEST_UNIT   the unit as it lies in the source, for /usr
file(READ "${INGEST_UNIT}" unit)
if(CMAKE_INSTALL_PREFIX MATCHES "^(.*)/usr$")
  set(folder "${CMAKE_MATCH_1}/lib/systemd/system")
else()
  set(folder "${CMAKE_INSTALL_PREFIX}/share/ingest")
  string(REPLACE "/usr/bin/ingest" "${CMAKE_INSTALL_PREFIX}/bin/ingest" unit "${unit}")
endif()
set(file "${folder}/ingest.service")
message(STATUS "Installing: $ENV{DESTDIR}${file}")
file(WRITE "$ENV{DESTDIR}${file}" "${unit}")
file(CHMOD "$ENV{DESTDIR}${file}" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
list(APPEND CMAKE_INSTALL_MANIFEST_FILES "${file}")
