// elf_image.cc - see elf_image.hpp.
#include "loader/elf_image.hpp"

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
constexpr std::uint64_t kPage = 4096;  // the smallest of any machine
constexpr std::uint64_t kHighestAddress = std::uint64_t{1} << 47U;

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

}  // namespace

std::string ElfImage::read_headers() {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0)
    return std::string("cannot be examined: ") + std::strerror(errno);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size == 0) return "the file is empty";

  Elf64_Ehdr header{};
  const std::size_t head = size < sizeof(header) ? static_cast<std::size_t>(size) : sizeof(header);
  if (!read_at(0, &header, head)) return std::string("cannot be read: ") + std::strerror(errno);
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
  return read_segments(header, size);
}

std::string ElfImage::read_segments(const Elf64_Ehdr& header, std::uint64_t size) {
  if (header.e_phentsize != sizeof(Elf64_Phdr) || header.e_phnum == 0 ||
      header.e_phnum > kMaxProgramHeaders)
    return "its program headers are malformed";
  const std::uint64_t bytes = std::uint64_t{header.e_phnum} * sizeof(Elf64_Phdr);
  segments_.resize(header.e_phnum);
  if (header.e_phoff > size || bytes > size - header.e_phoff ||
      !read_at(header.e_phoff, segments_.data(), bytes))
    return "the file is cut off within its program headers";
  for (const Elf64_Phdr& segment : segments_) {
    if (segment.p_type != PT_LOAD) continue;
    if (segment.p_offset > size || segment.p_filesz > size - segment.p_offset)
      return "the file is cut off: its contents should reach to byte " +
             std::to_string(segment.p_offset + segment.p_filesz) + ", it has " +
             std::to_string(size);
  }
  return layout_fault();
}

// The dynamic linker takes the segments as rising. Were they not, it might see other bytes at an
// address than we do.
std::string ElfImage::layout_fault() const {
  static const char* const kMalformed = "its program headers are malformed: ";
  std::uint64_t end = 0;
  for (const Elf64_Phdr& segment : segments_) {
    if (segment.p_type != PT_LOAD) continue;
    if (segment.p_filesz > segment.p_memsz || segment.p_memsz > kHighestAddress ||
        segment.p_vaddr > kHighestAddress - segment.p_memsz)
      return std::string(kMalformed) + "a segment's size makes no sense";
    if (segment.p_vaddr % kPage != segment.p_offset % kPage)
      return std::string(kMalformed) + "a segment is not aligned";
    if (segment.p_vaddr / kPage * kPage < end)
      return std::string(kMalformed) + "segments overlap or do not rise";
    end = (segment.p_vaddr + segment.p_memsz + kPage - 1) / kPage * kPage;
  }
  return {};
}

const Elf64_Phdr* ElfImage::loaded_at(std::uint64_t address) const noexcept {
  for (const Elf64_Phdr& segment : segments_)
    if (segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
        address - segment.p_vaddr < segment.p_filesz)
      return &segment;
  return nullptr;
}

std::uint64_t ElfImage::available(std::uint64_t address) const noexcept {
  const Elf64_Phdr* segment = loaded_at(address);
  return segment == nullptr ? 0 : segment->p_filesz - (address - segment->p_vaddr);
}

bool ElfImage::read(std::uint64_t address, void* into, std::size_t size) const {
  if (size == 0 || size > available(address)) return false;
  const Elf64_Phdr* segment = loaded_at(address);
  return read_at(segment->p_offset + (address - segment->p_vaddr), into, size);
}

bool ElfImage::executable(std::uint64_t address) const noexcept {
  const Elf64_Phdr* segment = loaded_at(address);
  return segment != nullptr && (segment->p_flags & PF_X) != 0;
}

bool ElfImage::read_at(std::uint64_t offset, void* into, std::size_t size) const {
  return ::pread(descriptor_, into, size, static_cast<off_t>(offset)) == static_cast<ssize_t>(size);
}

}  // namespace ingest::host
