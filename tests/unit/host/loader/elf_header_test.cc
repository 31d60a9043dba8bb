#include "loader/elf_header.hpp"

#include <elf.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>

#include "loader/specimen_folder.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

class ElfHeader : public ::testing::Test {
 protected:
  // The specimen "good" with one byte changed.
  std::filesystem::path changed(std::size_t at, unsigned char value) {
    std::string bytes = content_of(specimen("good"));
    bytes.at(at) = static_cast<char>(value);
    return written(bytes);
  }
  std::filesystem::path written(const std::string& bytes) {
    write_file(folder_.path() / "file.so", bytes);
    return folder_.path() / "file.so";
  }
  TemporaryFolder folder_;
};

TEST_F(ElfHeader, AWholeLibraryIsFine) { EXPECT_EQ(elf_fault(specimen("good")), ""); }

TEST_F(ElfHeader, WhatIsNoLibraryIsTold) {
  EXPECT_THAT(elf_fault(folder_.path() / "none.so"), HasSubstr("No such file"));
  EXPECT_THAT(elf_fault(folder_.path()), HasSubstr("not a regular file"));
  EXPECT_THAT(elf_fault(written("")), HasSubstr("empty"));
  EXPECT_THAT(elf_fault(written("#!/bin/sh\n")), HasSubstr("no ELF header"));
  EXPECT_THAT(elf_fault(written("\x7f")), HasSubstr("no ELF header"));
  EXPECT_THAT(elf_fault(changed(offsetof(Elf64_Ehdr, e_type), ET_REL)),
              HasSubstr("not a shared library"));
}

TEST_F(ElfHeader, AnotherMachineIsNamed) {
  EXPECT_THAT(elf_fault(changed(offsetof(Elf64_Ehdr, e_machine), EM_386)),
              HasSubstr("built for 32-bit x86"));
  EXPECT_THAT(elf_fault(changed(EI_CLASS, ELFCLASS32)), HasSubstr("32-bit"));
  EXPECT_THAT(elf_fault(changed(EI_DATA, ELFDATA2MSB)), HasSubstr("byte order"));
}

// Where the last segment that is loaded ends in the file.
std::size_t loaded_end(const std::string& bytes) {
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  std::size_t end = 0;
  for (std::size_t i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    std::memcpy(&segment, bytes.data() + header.e_phoff + i * sizeof(segment), sizeof(segment));
    if (segment.p_type == PT_LOAD)
      end = std::max<std::size_t>(end, segment.p_offset + segment.p_filesz);
  }
  return end;
}

TEST_F(ElfHeader, EveryTruncationOfTheLoadedPartIsSeen) {
  const std::string whole = content_of(specimen("good"));
  const std::size_t end = loaded_end(whole);
  EXPECT_EQ(elf_fault(written(whole.substr(0, end))), "") << "what follows is never mapped";
  for (const std::size_t size : {std::size_t{5}, std::size_t{20}, std::size_t{63}, std::size_t{64},
                                 std::size_t{200}, std::size_t{1000}, std::size_t{4096}, end - 1}) {
    ASSERT_LT(size, whole.size());
    EXPECT_THAT(elf_fault(written(whole.substr(0, size))), HasSubstr("cut off")) << size;
  }
}

TEST_F(ElfHeader, AFifoDoesNotBlock) {
  const auto fifo = folder_.path() / "fifo.so";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_THAT(elf_fault(fifo), HasSubstr("not a regular file"));
}

}  // namespace
}  // namespace ingest::host
