// elf_symbols.cc - see elf_symbols.hpp. How many symbols there are is written nowhere but in the
// hash tables that the dynamic linker looks them up by.
#include "loader/elf_symbols.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace ingest::host {
namespace {

constexpr std::uint64_t kMostSymbols = 1U << 20U;
constexpr std::uint64_t kMostBuckets = 1U << 20U;
constexpr std::size_t kBlock = 4096;  // entries that are read at a time
constexpr std::size_t kMostKept = 256;
constexpr std::size_t kLongestName = 1024;
constexpr const char* kMalformed = "its symbol table is malformed: ";
constexpr const char* kOutside = "it lies outside the file";

// The first word of each of the old table's chains is a symbol's: as many chains as symbols.
std::string count_by_hash(const ElfImage& image, std::uint64_t table, std::uint64_t& count) {
  std::uint32_t header[2];
  if (!image.read(table, header, sizeof(header))) return std::string(kMalformed) + kOutside;
  count = header[1];
  return {};
}

// The highest symbol of any bucket, then on to the end of its chain.
std::string count_by_gnu_hash(const ElfImage& image, std::uint64_t table, std::uint64_t& count) {
  std::uint32_t header[4];  // buckets, first symbol, words of the filter, shift
  if (!image.read(table, header, sizeof(header))) return std::string(kMalformed) + kOutside;
  const std::uint64_t buckets = header[0];
  const std::uint64_t first = header[1];
  if (buckets > kMostBuckets || header[2] > kMostBuckets)
    return std::string(kMalformed) + "its hash table is larger than any";
  std::uint64_t at = table + sizeof(header) + std::uint64_t{header[2]} * sizeof(std::uint64_t);
  std::vector<std::uint32_t> words(static_cast<std::size_t>(buckets));
  if (!words.empty() && !image.read(at, words.data(), words.size() * sizeof(words[0])))
    return std::string(kMalformed) + kOutside;
  const std::uint64_t last = words.empty() ? 0 : *std::max_element(words.begin(), words.end());
  count = first;
  if (last < first) return {};  // no bucket holds any
  at += buckets * sizeof(words[0]) + (last - first) * sizeof(words[0]);
  for (count = last; count < kMostSymbols;) {
    const std::uint64_t more =
        std::min<std::uint64_t>(image.available(at) / sizeof(words[0]), kBlock);
    words.resize(static_cast<std::size_t>(more));
    if (more == 0 || !image.read(at, words.data(), words.size() * sizeof(words[0])))
      return std::string(kMalformed) + "a chain of its hash table has no end";
    for (const std::uint32_t word : words) {
      ++count;
      if ((word & 1U) != 0) return {};
    }
    at += more * sizeof(words[0]);
  }
  return {};
}

bool offered(const Elf64_Sym& symbol) {
  const unsigned binding = ELF64_ST_BIND(symbol.st_info);
  return symbol.st_shndx != SHN_UNDEF &&
         (binding == STB_GLOBAL || binding == STB_WEAK || binding == STB_GNU_UNIQUE);
}

std::string take(const ElfImage& image, const ElfDynamic& dynamic, const Elf64_Sym& symbol,
                 ElfSymbols& symbols) {
  if (!offered(symbol)) return {};
  if (symbol.st_name >= dynamic.strings.size())
    return std::string(kMalformed) + "a name lies outside its string table";
  // Only what is kept is searched for its end: the names of a hostile file may all share one.
  std::string_view name = std::string_view(dynamic.strings).substr(symbol.st_name, kLongestName);
  const bool unique = ELF64_ST_BIND(symbol.st_info) == STB_GNU_UNIQUE;
  const std::size_t most = name.starts_with(kEntryPrefix) ? 2 * kMostKept : kMostKept;
  ++symbols.exported_count;
  if (symbols.exported.size() >= most && !(unique && symbols.unique.empty())) return {};
  name = name.substr(0, name.find('\0'));
  if (unique && symbols.unique.empty()) symbols.unique = name;
  const bool function =
      ELF64_ST_TYPE(symbol.st_info) == STT_FUNC && image.executable(symbol.st_value);
  if (symbols.exported.size() < most) symbols.exported.push_back({std::string(name), function});
  return {};
}

}  // namespace

std::string read_symbols(const ElfImage& image, const ElfDynamic& dynamic, ElfSymbols& symbols) {
  if (dynamic.symbols == 0 || (dynamic.hash == 0 && dynamic.gnu_hash == 0))
    return {};  // nothing can be looked up in it
  std::uint64_t count = 0;
  std::string fault = dynamic.gnu_hash != 0 ? count_by_gnu_hash(image, dynamic.gnu_hash, count)
                                            : count_by_hash(image, dynamic.hash, count);
  if (!fault.empty()) return fault;
  if (count >= kMostSymbols) return "it has " + std::to_string(kMostSymbols) + " symbols or more";
  if (count > image.available(dynamic.symbols) / sizeof(Elf64_Sym))
    return std::string(kMalformed) + kOutside;
  std::vector<Elf64_Sym> block;
  for (std::uint64_t at = 0; at < count; at += block.size()) {
    block.resize(static_cast<std::size_t>(std::min<std::uint64_t>(count - at, kBlock)));
    if (!image.read(dynamic.symbols + at * sizeof(Elf64_Sym), block.data(),
                    block.size() * sizeof(Elf64_Sym)))
      return std::string(kMalformed) + "it cannot be read";
    for (const Elf64_Sym& symbol : block)
      if (!(fault = take(image, dynamic, symbol, symbols)).empty()) return fault;
  }
  return {};
}

}  // namespace ingest::host
