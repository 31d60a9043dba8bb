// library_facts.hpp - what a shared library's file says of itself to the dynamic linker. Bounded and
// checked reads, nothing is executed. Plain data; reading is thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ingest::host::conformance {

struct LibraryFacts {
  std::vector<std::string> exports;  // defined, visible to others; GNU_UNIQUE ones apart
  std::vector<std::string> unique;   // of the GNU_UNIQUE binding
  std::vector<std::string> needed;   // libraries, as named: "libc.so.6"
  std::vector<std::string> search_paths;  // RPATH and RUNPATH
  bool text_relocations = false;
  bool executable_stack = false;
};

// Throws Fault when the file is no shared library of this machine, or malformed.
LibraryFacts library_facts(const std::filesystem::path& file);

}  // namespace ingest::host::conformance
