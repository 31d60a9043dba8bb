// elf_image.hpp - a shared library as the dynamic linker would map it, told from its headers alone:
// whether it is a whole one for this machine, and what lies at an address of it. Bounded reads,
// nothing is mapped or executed. One thread; the descriptor stays the caller's.
#pragma once

#include <elf.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ingest::host {

class ElfImage {
 public:
  explicit ElfImage(int descriptor) noexcept : descriptor_(descriptor) {}

  // To be called first. Why it cannot be loaded, in plain words; empty when nothing in the headers
  // speaks against it.
  std::string read_headers();

  const std::vector<Elf64_Phdr>& segments() const noexcept { return segments_; }

  // How many bytes from this address on come from the file; 0 when none do.
  std::uint64_t available(std::uint64_t address) const noexcept;
  // All of size bytes at this address, or false.
  bool read(std::uint64_t address, void* into, std::size_t size) const;
  // Whether code may lie there.
  bool executable(std::uint64_t address) const noexcept;

 private:
  std::string read_segments(const Elf64_Ehdr& header, std::uint64_t size);
  std::string layout_fault() const;
  const Elf64_Phdr* loaded_at(std::uint64_t address) const noexcept;
  bool read_at(std::uint64_t offset, void* into, std::size_t size) const;

  int descriptor_;
  std::vector<Elf64_Phdr> segments_;
};

}  // namespace ingest::host
