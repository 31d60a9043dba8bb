// elf_dynamic.hpp - the dynamic section of a shared library: what it asks of the dynamic linker,
// and where its tables lie. Everything it states is bounded before it is used. Plain data once
// read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "loader/elf_image.hpp"

namespace ingest::host {

struct ElfDynamic {
  std::vector<std::string> needed;     // libraries, in their order
  std::vector<std::string> run_paths;  // folders of RPATH and RUNPATH, one each
  bool text_relocations = false;
  bool loads_helpers = false;  // filter, auxiliary or audit libraries

  // Addresses; 0: not there.
  std::uint64_t symbols = 0;
  std::uint64_t hash = 0;
  std::uint64_t gnu_hash = 0;

  std::string strings;  // the string table
  // The text that begins there, false when it does not end soon enough within the table.
  bool text_at(std::uint64_t offset, std::string& text) const;
};

// Why the section cannot be right, in plain words; empty when it was read.
std::string read_dynamic(const ElfImage& image, ElfDynamic& dynamic);

}  // namespace ingest::host
