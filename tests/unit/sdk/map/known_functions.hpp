// known_functions.hpp - the names of all functions of the engine.
#pragma once

#include <set>
#include <string>

#include "function.hpp"

namespace maptest {

inline std::set<std::string> known_functions() {
  using namespace ingest::sdk::map;
  std::set<std::string> known;
  for (const auto part :
       {text_functions, list_functions, number_functions, date_functions, choice_functions})
    for (const FunctionEntry& entry : part()) known.insert(std::string(entry.name));
  return known;
}

}  // namespace maptest
