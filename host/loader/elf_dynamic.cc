// elf_dynamic.cc - see elf_dynamic.hpp. Where an entry comes twice the last counts, as it does for
// the dynamic linker.
#include "loader/elf_dynamic.hpp"

#include <algorithm>
#include <string_view>

namespace ingest::host {
namespace {

constexpr std::size_t kMostEntries = 4096;
constexpr std::size_t kMostLibraries = 256;
constexpr std::uint64_t kLargestStrings = 64U << 20U;
constexpr std::size_t kLongestText = 4096;
constexpr const char* kMalformed = "its dynamic section is malformed: ";

// From here to its end mark, as the dynamic linker reads it: not by the size that is stated.
std::string read_entries(const ElfImage& image, std::vector<Elf64_Dyn>& entries) {
  const Elf64_Phdr* section = nullptr;
  for (const Elf64_Phdr& segment : image.segments()) {
    if (segment.p_type != PT_DYNAMIC) continue;
    if (section != nullptr) return std::string(kMalformed) + "there are two";
    section = &segment;
  }
  if (section == nullptr) return "it has no dynamic section, so it cannot be loaded";
  const std::uint64_t most = image.available(section->p_vaddr) / sizeof(Elf64_Dyn);
  entries.resize(static_cast<std::size_t>(std::min<std::uint64_t>(most, kMostEntries)));
  if (entries.empty() ||
      !image.read(section->p_vaddr, entries.data(), entries.size() * sizeof(Elf64_Dyn)))
    return std::string(kMalformed) + "it lies outside the file";
  const auto end = std::find_if(entries.begin(), entries.end(),
                                [](const Elf64_Dyn& entry) { return entry.d_tag == DT_NULL; });
  if (end == entries.end()) return std::string(kMalformed) + "it has no end";
  entries.erase(end, entries.end());
  return {};
}

std::string read_strings(const ElfImage& image, std::uint64_t address, std::uint64_t size,
                         std::string& strings) {
  if (address == 0 || size == 0) return std::string(kMalformed) + "it has no string table";
  if (size > kLargestStrings || size > image.available(address))
    return std::string(kMalformed) + "its string table lies outside the file";
  strings.resize(static_cast<std::size_t>(size));
  if (!image.read(address, strings.data(), strings.size()))
    return std::string(kMalformed) + "its string table cannot be read";
  return {};
}

// ':' separates folders; an empty one is the current folder.
void split_paths(const std::string& text, std::vector<std::string>& paths) {
  std::size_t at = 0;
  for (;;) {
    const std::size_t end = std::min(text.find(':', at), text.size());
    paths.push_back(text.substr(at, end - at));
    if (end == text.size()) return;
    at = end + 1;
  }
}

}  // namespace

bool ElfDynamic::text_at(std::uint64_t offset, std::string& text) const {
  if (offset >= strings.size()) return false;
  const std::string_view rest = std::string_view(strings).substr(offset, kLongestText);
  const std::size_t end = rest.find('\0');
  if (end == std::string_view::npos) return false;
  text = rest.substr(0, end);
  return true;
}

std::string read_dynamic(const ElfImage& image, ElfDynamic& dynamic) {
  std::vector<Elf64_Dyn> entries;
  if (std::string fault = read_entries(image, entries); !fault.empty()) return fault;
  std::uint64_t strings = 0;
  std::uint64_t strings_size = 0;
  for (const Elf64_Dyn& entry : entries) {
    const std::uint64_t value = entry.d_un.d_val;
    switch (entry.d_tag) {
      case DT_STRTAB:
        strings = value;
        break;
      case DT_STRSZ:
        strings_size = value;
        break;
      case DT_SYMTAB:
        dynamic.symbols = value;
        break;
      case DT_SYMENT:
        if (value != sizeof(Elf64_Sym))
          return std::string(kMalformed) + "its symbols are of another size";
        break;
      case DT_HASH:
        dynamic.hash = value;
        break;
      case DT_GNU_HASH:
        dynamic.gnu_hash = value;
        break;
      case DT_TEXTREL:
        dynamic.text_relocations = true;
        break;
      case DT_FLAGS:
        if ((value & DF_TEXTREL) != 0) dynamic.text_relocations = true;
        break;
      case DT_AUXILIARY:
      case DT_FILTER:
      case DT_AUDIT:
      case DT_DEPAUDIT:
        dynamic.loads_helpers = true;
        break;
      default:
        break;
    }
  }
  if (std::string fault = read_strings(image, strings, strings_size, dynamic.strings);
      !fault.empty())
    return fault;
  for (const Elf64_Dyn& entry : entries) {
    if (entry.d_tag != DT_NEEDED && entry.d_tag != DT_RPATH && entry.d_tag != DT_RUNPATH) continue;
    std::string text;
    if (!dynamic.text_at(entry.d_un.d_val, text))
      return std::string(kMalformed) + "a name does not end";
    if (entry.d_tag == DT_NEEDED) {
      dynamic.needed.push_back(text);
    } else {
      split_paths(text, dynamic.run_paths);
    }
    if (dynamic.needed.size() > kMostLibraries || dynamic.run_paths.size() > kMostLibraries)
      return "it names more than " + std::to_string(kMostLibraries) + " libraries or folders";
  }
  return {};
}

}  // namespace ingest::host
