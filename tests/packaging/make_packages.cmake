# Makes what the tests look at:
#   WHERE/prefix   cmake --install
#   WHERE/debs     cpack; not compressed, which would take seconds
#   WHERE/again    the packages once more, in another folder and a second or more later
#   WHERE/system   the packages unpacked, as into an empty system
file(REMOVE_RECURSE "${WHERE}")
file(MAKE_DIRECTORY "${WHERE}/debs" "${WHERE}/again" "${WHERE}/system")
set(ENV{SOURCE_DATE_EPOCH} 1700000000)
get_filename_component(cmake_folder "${CMAKE_COMMAND}" DIRECTORY)

execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --strip --prefix "${WHERE}/prefix"
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
foreach(folder debs again)
  execute_process(COMMAND "${cmake_folder}/cpack" --config "${BUILD}/CPackConfig.cmake" -B "${WHERE}/${folder}"
                          -D CPACK_DEBIAN_COMPRESSION_TYPE=none
                  COMMAND_ERROR_IS_FATAL ANY)
  file(REMOVE_RECURSE "${WHERE}/${folder}/_CPack_Packages")
endforeach()
file(GLOB packages "${WHERE}/debs/*.deb")
foreach(package IN LISTS packages)
  execute_process(COMMAND dpkg-deb -x "${package}" "${WHERE}/system" COMMAND_ERROR_IS_FATAL ANY)
endforeach()
