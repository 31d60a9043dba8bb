// elf_header.hpp - whether a file is a whole shared library for this machine, told from its headers
// alone, so that the common mistakes get a plain reason and a cut-off file is never mapped.
// Bounded reads, nothing is executed. Thread-safe.
#pragma once

#include <string>

namespace ingest::host {

// Why what it holds cannot be a connector, in plain words; empty when nothing speaks against it.
std::string elf_fault(int descriptor);

}  // namespace ingest::host
