// scratch.hpp - what the mapping of one record needs beside the record: room for texts and lists
// that it makes, and the reason why a value could not be mapped. Not thread-safe; one owner.
#pragma once

#include <string>

#include "record_memory.hpp"

namespace ingest::sdk::map {

struct Scratch {
  RecordMemory memory;
  std::string why;
};

}  // namespace ingest::sdk::map
