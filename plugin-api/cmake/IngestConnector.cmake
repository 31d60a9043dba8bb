# ingest_add_connector(<target> SOURCES <file>... [LINK <library>...] [MINIMAL] [CHECK <file>])
#
# Builds a connector as the host wants it: one .so, one exported symbol, everything bound at load
# time, never unloaded. The sources may be C or C++.
#
#   LINK      libraries that end up inside the connector: Ingest::sdk, archives of your own
#   MINIMAL   the C header only; without it the header-only C++ SDK is on the include path too
#   CHECK     what "ingest plugins check" reads beside the .so, as <target>.check.json
#
# The result is ${PROJECT_BINARY_DIR}/connectors/<target>.so; set the target's property
# LIBRARY_OUTPUT_DIRECTORY afterwards to have it elsewhere.
include_guard(GLOBAL)

function(ingest_add_connector target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "MINIMAL" "CHECK" "SOURCES;LINK")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "ingest_add_connector(${target}): don't know ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_SOURCES)
    message(FATAL_ERROR "ingest_add_connector(${target}): SOURCES is missing")
  endif()
  set(map "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/connector.map")

  add_library(${target} MODULE ${arg_SOURCES})
  set_target_properties(${target} PROPERTIES
    PREFIX ""
    SUFFIX ".so"
    LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/connectors"
    POSITION_INDEPENDENT_CODE ON
    C_VISIBILITY_PRESET hidden
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS "${map}")
  target_compile_options(${target} PRIVATE
    -ffunction-sections -fdata-sections
    # A GNU_UNIQUE symbol would be shared by every connector of the process.
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${target} PRIVATE
    "LINKER:--version-script=${map}"
    LINKER:--exclude-libs,ALL
    LINKER:-z,now
    LINKER:-z,relro
    LINKER:-z,nodelete
    LINKER:--gc-sections
    LINKER:--build-id)
  if(arg_CHECK)
    configure_file("${arg_CHECK}" "${PROJECT_BINARY_DIR}/connectors/${target}.check.json" COPYONLY)
  endif()
  # A sanitizer's runtime belongs to the executable, so its symbols stay open until load time.
  if(NOT INGEST_SANITIZE)
    target_link_options(${target} PRIVATE LINKER:-z,defs)
  endif()
  target_link_libraries(${target} PRIVATE
    $<IF:$<BOOL:${arg_MINIMAL}>,Ingest::plugin_api,Ingest::sdk_core> ${arg_LINK})
endfunction()
