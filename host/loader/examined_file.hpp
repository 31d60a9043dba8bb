// examined_file.hpp - a file that passed all that can be asked of it without reading it whole or
// running it: found, opened, whose it is, what its headers say. Owns the descriptor; movable.
#pragma once

#include <filesystem>

#include "loader/connector_fault.hpp"
#include "loader/elf_facts.hpp"
#include "loader/file_fault.hpp"
#include "loader/file_rules.hpp"
#include "loader/opened_file.hpp"

namespace ingest::host {

struct ExaminedFile {
  OpenedFile file;
  ElfFacts facts;
};

// Throws ConnectorFault, whose stage says which of these it did not pass. Thread-safe.
ExaminedFile examine_file(const std::filesystem::path& file, const FileRules& rules);

// What is thrown of a file that others could change.
ConnectorFault ownership_refusal(const OpenedFile& file, const FileFault& fault);

}  // namespace ingest::host
