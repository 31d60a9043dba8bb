# ingest_embed_map(<target> <map.yaml> <namespace::name>)
#
# Compiles a transform map into the target: `const ingest::sdk::EmbeddedMap namespace::name`, with
# the YAML text and the JSON that TransformMap::parse takes. Include it as "maps/<stem>.hpp", where
# stem is the map file's name without .yaml. A map that does not parse breaks the build.
function(ingest_embed_map target map symbol)
  get_filename_component(map "${map}" ABSOLUTE)
  get_filename_component(stem "${map}" NAME_WLE)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/embedded")
  set(out "${folder}/maps/${stem}")
  add_custom_command(
    OUTPUT "${out}.cc" "${out}.hpp"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${folder}/maps"
    COMMAND Ingest::embed_map "${map}" "${symbol}" "${out}.cc" "${out}.hpp"
    DEPENDS "${map}" Ingest::embed_map
    VERBATIM)
  target_sources(${target} PRIVATE "${out}.cc" "${out}.hpp")
  target_include_directories(${target} PRIVATE "${folder}")
endfunction()
