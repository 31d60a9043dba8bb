# How every target of this project is built: language level, warnings, sanitizers, places of the results.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

option(INGEST_WARNINGS_AS_ERRORS "Treat compiler warnings as errors" ON)
set(INGEST_SANITIZE "" CACHE STRING "Comma-separated sanitizers: address,undefined or thread")
option(INGEST_PRECOMPILED_HEADERS "Build faster, and hide a missing include (gcc only)" OFF)
option(INGEST_BATCHES "Compile the slow targets several sources at a time" OFF)
option(INGEST_FUZZ "Build the fuzz targets, which need clang" OFF)
option(INGEST_BENCH "Build the benchmarks; see bench/README.md" OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

find_package(Threads REQUIRED)

# Warnings for our own code only; generated code and system headers are not ours to mend.
add_library(ingest_warnings INTERFACE)
target_compile_options(ingest_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
  $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast>
  -Wcast-align -Wconversion -Wsign-conversion -Wnull-dereference -Wformat=2 -Wimplicit-fallthrough
  $<$<BOOL:${INGEST_WARNINGS_AS_ERRORS}>:-Werror>)
# When it optimises, gcc 12 reports these inside the standard library's own inlined code, of moved
# strings above all (gcc bug 105651). Sanitizers and clang look for the real ones.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(ingest_warnings INTERFACE
    -Wno-null-dereference -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
endif()

# __FILE__ stays in a stripped program (OpenSSL's macros use it), and the folder of the build is
# nobody's business there.
add_compile_options(-fvisibility=hidden $<$<COMPILE_LANGUAGE:CXX>:-fvisibility-inlines-hidden>
                    -fstack-protector-strong "-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=")
if(INGEST_SANITIZE)
  add_compile_options(-fsanitize=${INGEST_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${INGEST_SANITIZE})
else()
  add_compile_options($<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
endif()
# For test connectors that do what UBSan exists to find: what matters is what becomes of it without.
function(ingest_may_do_wrong target)
  if(INGEST_SANITIZE)
    target_compile_options(${target} PRIVATE -fno-sanitize=undefined)
  endif()
endfunction()
# gcc warns of each fence under ThreadSanitizer, which does not know them.
function(ingest_may_use_fences target)
  if(INGEST_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-tsan)
  endif()
endfunction()
if(INGEST_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
