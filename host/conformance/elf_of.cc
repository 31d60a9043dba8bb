// elf_of.cc - see elf_of.hpp.
#include "conformance/elf_of.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>

#include "loader/connector_fault.hpp"
#include "loader/opened_file.hpp"

namespace ingest::host::conformance {

std::string read_facts(const std::filesystem::path& file, ElfFacts& facts) {
  try {
    // Not by OpenedFile::open, which resolves the name once more.
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) return std::strerror(errno);
    return read_elf_facts(OpenedFile::adopt(descriptor, file).descriptor(), facts);
  } catch (const ConnectorFault& fault) {
    return fault.reason();
  }
}

}  // namespace ingest::host::conformance
