// elf_facts.hpp - what can be said of a connector's file without loading it. Plain data; names of
// libraries and folders are the file's own, not yet fit to show. The function is thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ingest::host {

struct ElfFacts {
  std::vector<unsigned> abi_majors;    // of the entry points that it exports, rising
  std::vector<std::string> exported;   // names of its symbols, at most some hundreds
  std::size_t exported_count = 0;      // of all of them
  std::vector<std::string> needed;     // libraries
  std::vector<std::string> run_paths;  // folders that it wants them searched in
  std::string unique_symbol;           // the first GNU_UNIQUE one; empty: none
  bool text_relocations = false;
  bool executable_stack = false;
  bool writable_code = false;  // a segment that is loaded to be written to and executed
  bool loads_helpers = false;  // filter, auxiliary or audit libraries
};

// From a descriptor. Why it is no shared library that this machine could load, in plain words;
// empty when it is one, and facts are filled. Reads a bounded part of the file, however it is made.
std::string read_elf_facts(int descriptor, ElfFacts& facts);

}  // namespace ingest::host
