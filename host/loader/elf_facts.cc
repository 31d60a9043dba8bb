// elf_facts.cc - see elf_facts.hpp.
#include "loader/elf_facts.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "diagnostics/plain_text.hpp"
#include "loader/elf_dynamic.hpp"
#include "loader/elf_image.hpp"
#include "loader/elf_symbols.hpp"

namespace ingest::host {
namespace {

constexpr unsigned kHighestMajor = 999;
constexpr std::size_t kLongestName = 256;

// 0: not the name of an entry point.
unsigned entry_major(std::string_view name) {
  const std::string_view prefix = kEntryPrefix;
  if (!name.starts_with(prefix)) return 0;
  name.remove_prefix(prefix.size());
  unsigned major = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), major);
  if (error != std::errc() || end != name.data() + name.size() || major > kHighestMajor ||
      name.front() == '0')
    return 0;
  return major;
}

// Without the segment that says so, the kernel's default is an executable one. With two, who reads
// them decides which one counts.
std::string read_stack(const ElfImage& image, ElfFacts& facts) {
  const Elf64_Phdr* found = nullptr;
  for (const Elf64_Phdr& segment : image.segments()) {
    if (segment.p_type != PT_GNU_STACK) continue;
    if (found != nullptr) return "its program headers are malformed: two are about the stack";
    found = &segment;
  }
  facts.executable_stack = found == nullptr || (found->p_flags & PF_X) != 0;
  return {};
}

bool has_writable_code(const ElfImage& image) {
  return std::any_of(image.segments().begin(), image.segments().end(), [](const Elf64_Phdr& one) {
    return one.p_type == PT_LOAD && (one.p_flags & PF_W) != 0 && (one.p_flags & PF_X) != 0;
  });
}

}  // namespace

std::string read_elf_facts(int descriptor, ElfFacts& facts) {
  ElfImage image(descriptor);
  std::string fault = image.read_headers();
  if (!fault.empty()) return fault;
  if (!(fault = read_stack(image, facts)).empty()) return fault;
  facts.writable_code = has_writable_code(image);
  ElfDynamic dynamic;
  if (!(fault = read_dynamic(image, dynamic)).empty()) return fault;
  ElfSymbols symbols;
  if (!(fault = read_symbols(image, dynamic, symbols)).empty()) return fault;
  for (const ElfSymbol& symbol : symbols.exported) {
    facts.exported.push_back(plain_text(symbol.name, kLongestName));
    const unsigned major = entry_major(symbol.name);
    if (major == 0) continue;
    if (!symbol.function) return "its " + symbol.name + " is no function";
    facts.abi_majors.push_back(major);
  }
  std::sort(facts.abi_majors.begin(), facts.abi_majors.end());
  const auto twice = std::unique(facts.abi_majors.begin(), facts.abi_majors.end());
  facts.abi_majors.erase(twice, facts.abi_majors.end());
  facts.exported_count = symbols.exported_count;
  facts.needed = std::move(dynamic.needed);
  facts.run_paths = std::move(dynamic.run_paths);
  facts.unique_symbol = plain_text(symbols.unique, kLongestName);
  facts.text_relocations = dynamic.text_relocations;
  facts.loads_helpers = dynamic.loads_helpers;
  return {};
}

}  // namespace ingest::host
