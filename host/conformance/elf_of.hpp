// elf_of.hpp - what the file of the connector under check says of itself. Thread-safe.
#pragma once

#include <filesystem>
#include <string>

#include "loader/elf_facts.hpp"

namespace ingest::host::conformance {

// Why it is no shared library that this machine could load; empty when it is one, and facts are
// filled.
std::string read_facts(const std::filesystem::path& file, ElfFacts& facts);

}  // namespace ingest::host::conformance
