// elf_rules.hpp - what the host asks of a connector's file before any of it is loaded. Pure but for
// looking at the folders of its run path; thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "loader/elf_facts.hpp"
#include "loader/file_fault.hpp"
#include "loader/file_rules.hpp"

namespace ingest::host {

std::optional<FileFault> rule_fault(const ElfFacts& facts, const FileRules& rules);

// The newest of the majors that this host speaks; 0: none of them.
unsigned chosen_major(const std::vector<unsigned>& majors);

}  // namespace ingest::host
