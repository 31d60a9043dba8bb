// Files that claim to be connectors, before any of them is loaded: headers, dynamic section, hash
// tables, symbols, and the rules over what they say.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "loader/elf_facts.hpp"
#include "loader/elf_rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // One file for all inputs: what is looked at is what the last one wrote.
  static const int kFile = ::memfd_create("elf", MFD_CLOEXEC);
  if (::ftruncate(kFile, 0) != 0 || ::pwrite(kFile, data, size, 0) != static_cast<ssize_t>(size))
    std::abort();
  ingest::host::ElfFacts facts;
  static const ingest::host::FileRules kRules;
  if (ingest::host::read_elf_facts(kFile, facts).empty())
    (void)ingest::host::rule_fault(facts, kRules);
  return 0;
}
