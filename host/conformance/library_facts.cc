// library_facts.cc - see library_facts.hpp. The dynamic section is what counts: section headers can
// be stripped, and the linker does not look at them.
#include "conformance/library_facts.hpp"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>

#include "conformance/outcome.hpp"
#include "diagnostics/plain_text.hpp"
#include "loader/elf_header.hpp"

namespace ingest::host::conformance {
namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{1} << 30U;
constexpr std::size_t kMostSymbols = 1'000'000;

[[noreturn]] void malformed(const char* what) {
  throw Fault{std::string("its ELF file is malformed: ") + what, {}};
}

class Image {
 public:
  explicit Image(const std::filesystem::path& file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error || size > kLargestFile) malformed("its size is unknown or beyond 1 GiB");
    bytes_.resize(size);
    std::ifstream in(file, std::ios::binary);
    if (!in.read(bytes_.data(), static_cast<std::streamsize>(size))) malformed("it cannot be read");
    header_ = at<Elf64_Ehdr>(0);
    for (unsigned i = 0; i < header_.e_phnum; ++i)
      segments_.push_back(at<Elf64_Phdr>(header_.e_phoff + std::uint64_t{i} * sizeof(Elf64_Phdr)));
    read_dynamic();
  }

  template <class T>
  T at(std::uint64_t offset) const {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) malformed("it is cut off");
    T value;
    std::memcpy(&value, bytes_.data() + offset, sizeof(T));
    return value;
  }

  // Of what is loaded at this address.
  std::uint64_t offset_of(std::uint64_t address) const {
    for (const Elf64_Phdr& s : segments_)
      if (s.p_type == PT_LOAD && address >= s.p_vaddr && address - s.p_vaddr < s.p_filesz)
        return s.p_offset + (address - s.p_vaddr);
    malformed("an address lies in no segment");
  }

  const std::vector<Elf64_Phdr>& segments() const { return segments_; }
  const std::vector<Elf64_Dyn>& dynamic() const { return dynamic_; }
  std::optional<std::uint64_t> value(std::int64_t tag) const {
    for (const Elf64_Dyn& entry : dynamic_)
      if (entry.d_tag == tag) return entry.d_un.d_val;
    return std::nullopt;
  }

  std::string text(std::uint64_t index) const {
    const auto table = value(DT_STRTAB);
    const auto size = value(DT_STRSZ);
    if (!table || !size || index >= *size) malformed("a name lies outside the string table");
    const std::uint64_t start = offset_of(*table) + index;
    if (start >= bytes_.size()) malformed("the string table is cut off");
    const std::string_view rest = std::string_view(bytes_).substr(start, *size - index);
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos) malformed("a name has no end");
    return plain_text(rest.substr(0, end), 512);
  }

 private:
  void read_dynamic() {
    for (const Elf64_Phdr& segment : segments_) {
      if (segment.p_type != PT_DYNAMIC) continue;
      for (std::uint64_t i = 0; i < segment.p_filesz / sizeof(Elf64_Dyn); ++i) {
        dynamic_.push_back(at<Elf64_Dyn>(segment.p_offset + i * sizeof(Elf64_Dyn)));
        if (dynamic_.back().d_tag == DT_NULL) return;
      }
    }
  }

  std::string bytes_;
  Elf64_Ehdr header_{};
  std::vector<Elf64_Phdr> segments_;
  std::vector<Elf64_Dyn> dynamic_;
};

// How many entries the symbol table has: it is said nowhere but in the hash tables.
std::size_t symbol_count(const Image& image) {
  if (const auto hash = image.value(DT_HASH))
    return image.at<std::uint32_t>(image.offset_of(*hash) + 4);
  const auto gnu = image.value(DT_GNU_HASH);
  if (!gnu) return 0;
  const std::uint64_t start = image.offset_of(*gnu);
  const std::uint32_t buckets = image.at<std::uint32_t>(start);
  const std::uint32_t first = image.at<std::uint32_t>(start + 4);
  const std::uint32_t words = image.at<std::uint32_t>(start + 8);
  const std::uint64_t bucket_start = start + 16 + std::uint64_t{words} * 8;
  std::uint32_t last = 0;
  for (std::uint32_t i = 0; i < buckets; ++i)
    last = std::max(last, image.at<std::uint32_t>(bucket_start + std::uint64_t{i} * 4));
  if (last < first) return first;
  const std::uint64_t chains = bucket_start + std::uint64_t{buckets} * 4;
  while ((image.at<std::uint32_t>(chains + std::uint64_t{last - first} * 4) & 1U) == 0) {
    if (++last > kMostSymbols) malformed("its symbol table has no end");
  }
  return std::size_t{last} + 1;
}

void read_symbols(const Image& image, LibraryFacts& facts) {
  const auto table = image.value(DT_SYMTAB);
  if (!table) return;
  const std::uint64_t start = image.offset_of(*table);
  const std::size_t count = symbol_count(image);
  if (count > kMostSymbols) malformed("it has more than a million symbols");
  for (std::size_t i = 1; i < count; ++i) {
    const auto symbol = image.at<Elf64_Sym>(start + i * sizeof(Elf64_Sym));
    const unsigned char binding = ELF64_ST_BIND(symbol.st_info);
    const unsigned char visibility = ELF64_ST_VISIBILITY(symbol.st_other);
    if (symbol.st_shndx == SHN_UNDEF || binding == STB_LOCAL) continue;
    if (visibility == STV_HIDDEN || visibility == STV_INTERNAL) continue;
    (binding == STB_GNU_UNIQUE ? facts.unique : facts.exports)
        .push_back(image.text(symbol.st_name));
  }
}

}  // namespace

LibraryFacts library_facts(const std::filesystem::path& file) {
  if (const std::string fault = elf_fault(file); !fault.empty()) throw Fault{fault, {}};
  const Image image(file);
  LibraryFacts facts;
  facts.executable_stack = true;  // what the kernel assumes of a file that does not say
  for (const Elf64_Phdr& segment : image.segments())
    if (segment.p_type == PT_GNU_STACK) facts.executable_stack = (segment.p_flags & PF_X) != 0;
  for (const Elf64_Dyn& entry : image.dynamic()) {
    if (entry.d_tag == DT_NEEDED) facts.needed.push_back(image.text(entry.d_un.d_val));
    if (entry.d_tag == DT_RPATH || entry.d_tag == DT_RUNPATH)
      facts.search_paths.push_back(image.text(entry.d_un.d_val));
    if (entry.d_tag == DT_TEXTREL) facts.text_relocations = true;
    if (entry.d_tag == DT_FLAGS && (entry.d_un.d_val & DF_TEXTREL) != 0)
      facts.text_relocations = true;
  }
  read_symbols(image, facts);
  return facts;
}

}  // namespace ingest::host::conformance
