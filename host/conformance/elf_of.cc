// elf_of.cc - see elf_of.hpp.
#include "conformance/elf_of.hpp"

#include "loader/connector_fault.hpp"
#include "loader/opened_file.hpp"

namespace ingest::host::conformance {

std::string read_facts(const std::filesystem::path& file, ElfFacts& facts) {
  try {
    return read_elf_facts(OpenedFile::open(file).descriptor(), facts);
  } catch (const ConnectorFault& fault) {
    return fault.reason();
  }
}

}  // namespace ingest::host::conformance
