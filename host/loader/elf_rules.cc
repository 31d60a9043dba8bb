// elf_rules.cc - see elf_rules.hpp.
#include "loader/elf_rules.hpp"

#include <ingest/connector.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "loader/file_ownership.hpp"
#include "sandbox/sanitized.hpp"

namespace ingest::host {
namespace {

// The C and C++ runtimes, by gcc and by clang, and protobuf's small one, which has no registry that
// two connectors could meet in.
constexpr std::array<std::string_view, 15> kUsual = {"ld-linux-x86-64.so.2",
                                                     "ld-linux-aarch64.so.1",
                                                     "libatomic.so.1",
                                                     "libc++.so.1",
                                                     "libc++abi.so.1",
                                                     "libc.so.6",
                                                     "libdl.so.2",
                                                     "libgcc_s.so.1",
                                                     "libm.so.6",
                                                     "libprotobuf-lite.so.32",
                                                     "libpthread.so.0",
                                                     "librt.so.1",
                                                     "libstdc++.so.6",
                                                     "libunwind.so.1",
                                                     "libutil.so.1"};
constexpr std::array<std::string_view, 4> kOfSanitizers = {"libasan.so.", "liblsan.so.",
                                                           "libtsan.so.", "libubsan.so."};

bool usual(std::string_view library) {
  if (std::find(kUsual.begin(), kUsual.end(), library) != kUsual.end()) return true;
  return kSanitized &&
         std::any_of(kOfSanitizers.begin(), kOfSanitizers.end(),
                     [&](std::string_view stem) { return library.starts_with(stem); });
}

std::optional<FileFault> entry_fault(const std::vector<unsigned>& majors) {
  if (chosen_major(majors) != 0) return std::nullopt;
  if (majors.empty())
    return FileFault{std::string("it has no symbol ") + INGEST_ENTRY_SYMBOL +
                         ": a shared library, but not a connector",
                     "if it is one, see that its entry point is exported; move other libraries "
                     "elsewhere"};
  std::vector<std::string> numbers;
  for (const unsigned major : majors) numbers.push_back(std::to_string(major));
  return FileFault{"it speaks connector ABI " + joined(numbers) + "; this host speaks " +
                       std::to_string(INGEST_ABI_MAJOR),
                   "get the connector for this version of ingest, or ingest for this connector"};
}

std::optional<FileFault> library_fault(const ElfFacts& facts, const FileRules& rules) {
  for (const std::string& library : facts.needed) {
    const bool allowed =
        std::find(rules.libraries.begin(), rules.libraries.end(), library) != rules.libraries.end();
    if (usual(library) || allowed) continue;
    return FileFault{"it needs the library " + plain_text(library, 256) +
                         ", which connectors may not bring along",
                     "when you trust it in ingest's process, name it under allowed_libraries in "
                     "connectors.yaml"};
  }
  if (facts.loads_helpers)
    return FileFault{"it has the dynamic linker load filter or audit libraries",
                     "link it without --filter, --auxiliary and --audit"};
  return std::nullopt;
}

// Where its libraries are searched before the system's folders.
std::optional<FileFault> run_path_fault(const ElfFacts& facts, const FileRules& rules) {
  static constexpr const char* kHint = "link it without a run path (RPATH, RUNPATH)";
  for (const std::string& folder : facts.run_paths) {
    const std::string shown = plain_text(folder, 512);
    // $ORIGIN, $LIB and $PLATFORM: the folder that is searched is another than the one looked at.
    if (folder.find('$') != std::string::npos)
      return FileFault{"it searches its libraries in '" + shown +
                           "', which the dynamic linker makes another folder of",
                       kHint};
    if (folder.empty() || folder.front() != '/')
      return FileFault{"it searches its libraries in '" + shown + "', which is not absolute",
                       kHint};
    if (const auto fault = searched_folder_fault(folder, rules.owners))
      return FileFault{"it searches its libraries in '" + shown + "', and " + fault->reason, kHint};
  }
  return std::nullopt;
}

std::optional<FileFault> code_fault(const ElfFacts& facts) {
  if (facts.text_relocations)
    return FileFault{"its code is changed while it is loaded (text relocations)",
                     "compile all of it with -fPIC"};
  if (facts.executable_stack)
    return FileFault{"it makes the stack executable",
                     "link it with -z noexecstack; assembly needs a .note.GNU-stack section"};
  if (facts.writable_code)
    return FileFault{"it has memory that can be written to and executed",
                     "link it without -N (--omagic), and code and data in sections of their own"};
  if (!facts.unique_symbol.empty())
    return FileFault{
        "its symbol " + facts.unique_symbol + " is shared by the whole process (GNU_UNIQUE)",
        "export the entry point alone, with a linker version script"};
  return std::nullopt;
}

}  // namespace

unsigned chosen_major(const std::vector<unsigned>& majors) {
  return std::find(majors.begin(), majors.end(), unsigned{INGEST_ABI_MAJOR}) == majors.end()
             ? 0
             : INGEST_ABI_MAJOR;
}

std::optional<FileFault> rule_fault(const ElfFacts& facts, const FileRules& rules) {
  std::optional<FileFault> fault = entry_fault(facts.abi_majors);
  if (!fault) fault = library_fault(facts, rules);
  if (!fault) fault = run_path_fault(facts, rules);
  if (!fault) fault = code_fault(facts);
  return fault;
}

}  // namespace ingest::host
