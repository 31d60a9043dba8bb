#include "loader/elf_image.hpp"

#include <elf.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "loader/specimen_folder.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

// Of the file as it is opened.
std::string fault_of(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  EXPECT_GE(descriptor, 0) << file;
  const std::string fault = ElfImage(descriptor).read_headers();
  ::close(descriptor);
  return fault;
}

class ElfImageTest : public ::testing::Test {
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

TEST_F(ElfImageTest, AWholeLibraryIsFine) { EXPECT_EQ(fault_of(specimen("good")), ""); }

TEST_F(ElfImageTest, WhatIsNoLibraryIsTold) {
  EXPECT_THAT(fault_of(written("")), HasSubstr("empty"));
  EXPECT_THAT(fault_of(written("#!/bin/sh\n")), HasSubstr("no ELF header"));
  EXPECT_THAT(fault_of(written("\x7f")), HasSubstr("no ELF header"));
  EXPECT_THAT(fault_of(changed(offsetof(Elf64_Ehdr, e_type), ET_REL)),
              HasSubstr("not a shared library"));
}

TEST_F(ElfImageTest, AnotherMachineIsNamed) {
  EXPECT_THAT(fault_of(changed(offsetof(Elf64_Ehdr, e_machine), EM_386)),
              HasSubstr("built for 32-bit x86"));
  EXPECT_THAT(fault_of(changed(EI_CLASS, ELFCLASS32)), HasSubstr("32-bit"));
  EXPECT_THAT(fault_of(changed(EI_DATA, ELFDATA2MSB)), HasSubstr("byte order"));
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

TEST_F(ElfImageTest, EveryTruncationOfTheLoadedPartIsSeen) {
  const std::string whole = content_of(specimen("good"));
  const std::size_t end = loaded_end(whole);
  EXPECT_EQ(fault_of(written(whole.substr(0, end))), "") << "what follows is never mapped";
  for (const std::size_t size : {std::size_t{5}, std::size_t{20}, std::size_t{63}, std::size_t{64},
                                 std::size_t{200}, std::size_t{1000}, std::size_t{4096}, end - 1}) {
    ASSERT_LT(size, whole.size());
    EXPECT_THAT(fault_of(written(whole.substr(0, size))), HasSubstr("cut off")) << size;
  }
}

}  // namespace
}  // namespace ingest::host
