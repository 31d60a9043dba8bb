# Precompiled headers, where the presets ask for them (gcc): much of a compilation is the reading of
# the same headers. The preset `fuzz` builds the product without, so a missing include is seen there.
set(INGEST_PRECOMPILED_STD
    <algorithm> <array> <atomic> <chrono> <condition_variable> <cstdint> <filesystem> <functional> <map> <memory>
    <mutex> <optional> <set> <sstream> <string> <string_view> <system_error> <thread> <unordered_map> <utility>
    <variant> <vector>)

if(INGEST_PRECOMPILED_HEADERS AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)  # or compiler caches give up
endif()

# ingest_share_precompiled(<owner> <folder> <type> <library>): every C++ target of this type in the
# folder and below that links the library takes the precompiled headers of the owner.
function(ingest_share_precompiled owner folder wanted_type library)
  get_property(targets DIRECTORY "${folder}" PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    get_target_property(libraries ${target} LINK_LIBRARIES)
    get_target_property(sources ${target} SOURCES)
    get_target_property(headers ${target} PRECOMPILE_HEADERS)
    if(type STREQUAL wanted_type AND libraries MATCHES "${library}" AND sources MATCHES "\\.cc" AND NOT headers)
      target_precompile_headers(${target} REUSE_FROM ${owner})
    endif()
  endforeach()
  get_property(folders DIRECTORY "${folder}" PROPERTY SUBDIRECTORIES)
  foreach(below IN LISTS folders)
    ingest_share_precompiled(${owner} "${below}" ${wanted_type} ${library})
  endforeach()
endfunction()

# ingest_compile_in_batches(<target>): several sources a compilation, where the presets ask for it: what
# these include (CLI11, Boost.Beast) takes longer to compile than they do themselves.
function(ingest_compile_in_batches target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${INGEST_BATCHES} UNITY_BUILD_BATCH_SIZE 9)
endfunction()
