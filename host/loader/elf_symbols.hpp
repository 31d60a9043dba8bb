// elf_symbols.hpp - the symbols that a shared library offers to others. Pure but for reading the
// image; one thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "loader/elf_dynamic.hpp"

namespace ingest::host {

struct ElfSymbol {
  std::string name;       // cut when it is very long
  bool function = false;  // of code that the file holds
};

// Symbols with this prefix are kept even when there are many others.
constexpr const char* kEntryPrefix = "ingest_connector_entry_v";

struct ElfSymbols {
  std::vector<ElfSymbol> exported;  // at most some hundreds of them
  std::size_t exported_count = 0;   // of all
  // The first that is GNU_UNIQUE: one for the whole process, whoever defines it. Empty: none is.
  std::string unique;
};

// Why its symbols cannot be read, in plain words; empty when they were.
std::string read_symbols(const ElfImage& image, const ElfDynamic& dynamic, ElfSymbols& symbols);

}  // namespace ingest::host
