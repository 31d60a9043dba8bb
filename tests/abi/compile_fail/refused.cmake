# cmake -DCOMPILER= -DCASE= -DEXPECTED= -DINCLUDES= -DSOURCE= -P refused.cmake
#
# EXPECTED is looked for as it is; alternatives are parted by '|'.
set(compile "${COMPILER}" -std=c++17 -fsyntax-only ${INCLUDES} "${SOURCE}")

execute_process(COMMAND ${compile} RESULT_VARIABLE result ERROR_VARIABLE said)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "without ${CASE} the file must compile, but:\n${said}")
endif()

execute_process(COMMAND ${compile} "-D${CASE}" RESULT_VARIABLE result ERROR_VARIABLE said)
if(result EQUAL 0)
  message(FATAL_ERROR "with ${CASE} the file must not compile, but it does")
endif()
string(REPLACE "|" ";" alternatives "${EXPECTED}")
foreach(text IN LISTS alternatives)
  string(FIND "${said}" "${text}" at)
  if(at GREATER_EQUAL 0)
    return()
  endif()
endforeach()
message(FATAL_ERROR "with ${CASE} the compiler must say\n  ${EXPECTED}\nbut it says\n${said}")
