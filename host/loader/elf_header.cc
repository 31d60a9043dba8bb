// elf_header.cc - see elf_header.hpp.
#include "loader/elf_header.hpp"

#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace ingest::host {
namespace {

#if defined(__x86_64__)
constexpr std::uint16_t kMachine = EM_X86_64;
constexpr const char* kMachineName = "x86-64";
#elif defined(__aarch64__)
constexpr std::uint16_t kMachine = EM_AARCH64;
constexpr const char* kMachineName = "AArch64";
#else
#error "name this machine's ELF code here"
#endif
constexpr unsigned kMaxProgramHeaders = 256;

bool read_at(int fd, std::uint64_t offset, void* into, std::size_t size) {
  return ::pread(fd, into, size, static_cast<off_t>(offset)) == static_cast<ssize_t>(size);
}

std::string machine_name(std::uint16_t machine) {
  switch (machine) {
    case EM_386:
      return "32-bit x86";
    case EM_X86_64:
      return "x86-64";
    case EM_ARM:
      return "32-bit ARM";
    case EM_AARCH64:
      return "AArch64";
    case EM_RISCV:
      return "RISC-V";
    case EM_PPC64:
      return "POWER";
    case EM_S390:
      return "S/390";
    default:
      return "machine code " + std::to_string(machine);
  }
}

std::string segments_fault(int fd, const Elf64_Ehdr& header, std::uint64_t size) {
  if (header.e_phentsize != sizeof(Elf64_Phdr) || header.e_phnum == 0 ||
      header.e_phnum > kMaxProgramHeaders)
    return "its program headers are malformed";
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    const std::uint64_t at = header.e_phoff + std::uint64_t{i} * sizeof(segment);
    if (header.e_phoff > size || at + sizeof(segment) > size ||
        !read_at(fd, at, &segment, sizeof(segment)))
      return "the file is cut off within its program headers";
    if (segment.p_type != PT_LOAD) continue;
    if (segment.p_offset > size || segment.p_filesz > size - segment.p_offset)
      return "the file is cut off: its contents should reach to byte " +
             std::to_string(segment.p_offset + segment.p_filesz) + ", it has " +
             std::to_string(size);
  }
  return {};
}

}  // namespace

std::string elf_fault(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0)
    return std::string("cannot be examined: ") + std::strerror(errno);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size == 0) return "the file is empty";

  Elf64_Ehdr header{};
  const std::size_t head = size < sizeof(header) ? static_cast<std::size_t>(size) : sizeof(header);
  if (!read_at(descriptor, 0, &header, head))
    return std::string("cannot be read: ") + std::strerror(errno);
  if (head < SELFMAG || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
    return "not a shared library (no ELF header)";
  if (head < EI_NIDENT) return "the file is cut off within its ELF header";
  if (header.e_ident[EI_CLASS] == ELFCLASS32)
    return std::string("built for a 32-bit machine; this host is ") + kMachineName;
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB)
    return "its ELF class or byte order is not this machine's";
  if (head < sizeof(header)) return "the file is cut off within its ELF header";
  if (header.e_machine != kMachine)
    return "built for " + machine_name(header.e_machine) + "; this host is " + kMachineName;
  if (header.e_type != ET_DYN) return "an ELF file, but not a shared library";
  return segments_fault(descriptor, header, size);
}

}  // namespace ingest::host
