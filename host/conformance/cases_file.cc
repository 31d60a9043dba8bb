// cases_file.cc - what can be told from the file alone. Nothing of it runs.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/trial.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "loader/elf_facts.hpp"
#include "loader/elf_rules.hpp"
#include "loader/opened_file.hpp"

namespace ingest::host::conformance {
namespace {

std::string first_of(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string> some;
  for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i)
    some.push_back(plain_text(names[i], 256));
  std::string text = joined(some);
  if (names.size() > kMost) text += " and " + std::to_string(names.size() - kMost) + " more";
  return text;
}

ElfFacts facts_of(Trial& trial) {
  const OpenedFile file = OpenedFile::open(trial.subject().file);
  ElfFacts facts;
  if (const std::string fault = read_elf_facts(file.descriptor(), facts); !fault.empty())
    throw Fault{fault, "build it again for this machine"};
  return facts;
}

// A connector may speak several majors.
bool is_entry(const std::string& name) {
  constexpr std::string_view kStem = "ingest_connector_entry_v";
  return name.size() == kStem.size() + 1 && name.rfind(kStem, 0) == 0 && name.back() >= '1' &&
         name.back() <= '9';
}

void exports_only_entry(Trial& trial) {
  const ElfFacts facts = facts_of(trial);
  std::vector<std::string> others;
  for (const std::string& name : facts.exported)
    if (!is_entry(name)) others.push_back(name);
  if (!others.empty())
    throw Fault{"it exports " + first_of(others) + " beside its entry point",
                "link with a version script that keeps all but the entry local, as "
                "ingest_add_connector() does"};
  if (facts.abi_majors.empty())
    throw Fault{"it exports no " INGEST_ENTRY_SYMBOL,
                "declare it as connector.h does, with INGEST_EXPORT and extern \"C\""};
}

void no_gnu_unique(Trial& trial) {
  const ElfFacts facts = facts_of(trial);
  if (!facts.unique_symbol.empty())
    throw Fault{
        "it has symbols of the GNU_UNIQUE binding, which all libraries of the process share: " +
            plain_text(facts.unique_symbol, 256),
        "compile with -fno-gnu-unique, and link with a version script"};
}

void no_text_relocations(Trial& trial) {
  if (facts_of(trial).text_relocations)
    throw Fault{"it has text relocations: its code is written to when it is loaded",
                "compile all of it with -fPIC, static libraries in it too"};
}

void no_executable_stack(Trial& trial) {
  if (facts_of(trial).executable_stack)
    throw Fault{
        "it asks for an executable stack, for the whole process",
        "an assembler file lacks its .note.GNU-stack section; -Wl,-z,noexecstack overrides it"};
}

void no_search_path(Trial& trial) {
  const ElfFacts facts = facts_of(trial);
  if (!facts.run_paths.empty())
    throw Fault{"it has an RPATH or RUNPATH: " + first_of(facts.run_paths),
                "in CMake set BUILD_WITH_INSTALL_RPATH; otherwise leave -rpath out"};
}

struct Unfit {
  const char* stem;
  const char* reason;
};
constexpr std::array kUnfit = {
    Unfit{"libprotobuf.so",
          "the full protobuf runtime ends the process when two connectors have it"},
    Unfit{"libcurl", "HTTP is the host's: use " INGEST_EXT_HTTP},
    Unfit{"libssl", "TLS is the host's: use " INGEST_EXT_HTTP},
    Unfit{"libgnutls", "TLS is the host's: use " INGEST_EXT_HTTP},
    Unfit{"libcrypto",
          "it has state of its own in the process; link what you need of it statically"}};

void needed_libraries(Trial& trial) {
  std::vector<std::string> others;
  for (const std::string& name : facts_of(trial).needed) {
    for (const Unfit& unfit : kUnfit)
      if (name.rfind(unfit.stem, 0) == 0)
        throw Fault{"it needs " + name + ": " + unfit.reason,
                    "docs/connector-abi.md, \"How a connector is built\""};
    if (!is_usual_library(name)) others.push_back(name);
  }
  if (!others.empty())
    trial.warn(
        "it needs " + first_of(others) + ", which a host refuses unless it is told to trust it",
        "link them statically, or have your users name them under allowed_libraries in "
        "connectors.yaml");
}

constexpr std::array kCases = {
    Case{"exports-only-entry", "The library exports its entry point and nothing else.",
         Ready::kFile, exports_only_entry},
    Case{"no-gnu-unique", "No symbol of it is shared with every other library of the process.",
         Ready::kFile, no_gnu_unique},
    Case{"no-textrel", "Loading it writes to no code.", Ready::kFile, no_text_relocations},
    Case{"no-executable-stack", "It lets the process keep a stack that can't be executed.",
         Ready::kFile, no_executable_stack},
    Case{"no-search-path", "It looks for libraries where the system does, and nowhere else.",
         Ready::kFile, no_search_path},
    Case{"needed-libraries", "The libraries that it needs are few, everywhere, and harmless.",
         Ready::kFile, needed_libraries},
};

}  // namespace

std::span<const Case> file_cases() { return kCases; }

}  // namespace ingest::host::conformance
