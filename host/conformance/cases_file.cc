// cases_file.cc - what can be told from the file alone. Nothing of it runs.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/elf_of.hpp"
#include "conformance/trial.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "loader/elf_rules.hpp"

namespace ingest::host::conformance {
namespace {

constexpr std::size_t kMostShown = 5;

// That a file is no library at all is for loads-with-rtld-now to tell.
ElfFacts facts_of(const Trial& trial) {
  ElfFacts facts;
  if (const std::string fault = read_facts(trial.subject().opened, facts); !fault.empty())
    throw Skipped{fault, {}};
  return facts;
}

// A connector may speak several majors.
bool is_entry(const std::string& name) {
  constexpr std::string_view kStem = "ingest_connector_entry_v";
  return name.size() == kStem.size() + 1 && name.starts_with(kStem) && name.back() >= '1' &&
         name.back() <= '9';
}

void exports_only_entry(Trial& trial) {
  const ElfFacts facts = facts_of(trial);
  std::vector<std::string> others;
  std::size_t count = facts.exported_count;
  for (const std::string& name : facts.exported) {
    if (is_entry(name) || name == facts.unique_symbol) {
      --count;
    } else if (others.size() < kMostShown) {
      others.push_back(plain_text(name, 200));
    }
  }
  if (count > others.size()) others.push_back(std::to_string(count - others.size()) + " more");
  if (!others.empty())
    throw Fault{"it exports " + joined(others) + " beside its entry point",
                "link with a version script that keeps all but the entry local, as "
                "ingest_add_connector() does"};
  if (facts.abi_majors.empty())
    throw Fault{"it exports no " INGEST_ENTRY_SYMBOL,
                "declare it as connector.h does, with INGEST_EXPORT and extern \"C\""};
}

// What the host says to a file that is as it should be but for this.
void apply_rule(const ElfFacts& facts, const std::string& hint) {
  if (const std::optional<FileFault> fault = rule_fault(facts, FileRules{}))
    throw Fault{fault->reason, hint.empty() ? fault->hint : hint};
}

ElfFacts without_fault() {
  ElfFacts facts;
  facts.abi_majors = {INGEST_ABI_MAJOR};
  return facts;
}

void no_gnu_unique(Trial& trial) {
  ElfFacts facts = without_fault();
  facts.unique_symbol = plain_text(facts_of(trial).unique_symbol, 200);
  apply_rule(facts, "compile with -fno-gnu-unique, and link with a version script");
}

void no_textrel(Trial& trial) {
  ElfFacts facts = without_fault();
  facts.text_relocations = facts_of(trial).text_relocations;
  apply_rule(facts, "compile all of it with -fPIC, static libraries in it too");
}

void no_executable_stack(Trial& trial) {
  ElfFacts facts = without_fault();
  const ElfFacts all = facts_of(trial);
  facts.executable_stack = all.executable_stack;
  facts.writable_code = all.writable_code;
  apply_rule(facts, {});
}

void no_search_path(Trial& trial) {
  const ElfFacts facts = facts_of(trial);
  if (!facts.run_paths.empty())
    throw Fault{"it searches its libraries in '" + plain_text(joined(facts.run_paths), 300) +
                    "' (RPATH, RUNPATH)",
                "in CMake set BUILD_WITH_INSTALL_RPATH; otherwise leave -rpath out"};
}

struct Unfit {
  const char* stem;
  const char* reason;
};
constexpr std::array kUnfit = {
    Unfit{"libprotobuf.so.",
          "the full protobuf runtime ends the process when two connectors have it"},
    Unfit{"libcurl", "HTTP is the host's: use " INGEST_EXT_HTTP},
    Unfit{"libssl", "TLS is the host's: use " INGEST_EXT_HTTP},
    Unfit{"libgnutls", "TLS is the host's: use " INGEST_EXT_HTTP},
    Unfit{"libcrypto", "it has state of its own in the process"}};

void needed_libraries(Trial& trial) {
  ElfFacts facts = without_fault();
  const ElfFacts all = facts_of(trial);
  facts.needed = all.needed;
  facts.loads_helpers = all.loads_helpers;
  for (const std::string& name : facts.needed)
    for (const Unfit& unfit : kUnfit)
      if (name.starts_with(unfit.stem))
        throw Fault{"it needs " + plain_text(name, 200) + ": " + unfit.reason,
                    "docs/connector-abi.md, \"How a connector is built\""};
  apply_rule(facts,
             "link it statically; or have your users name it under allowed_libraries in "
             "connectors.yaml");
}

constexpr std::array kFileCases = {
    Case{"exports-only-entry", "The library exports its entry point and nothing else.",
         Ready::kFile, exports_only_entry},
    Case{"no-gnu-unique", "No symbol of it is shared with every other library of the process.",
         Ready::kFile, no_gnu_unique},
    Case{"no-textrel", "Loading it writes to no code.", Ready::kFile, no_textrel},
    Case{"no-executable-stack",
         "It lets the process keep a stack, and data, that can't be executed.", Ready::kFile,
         no_executable_stack},
    Case{"no-search-path", "It looks for libraries where the system does, and nowhere else.",
         Ready::kFile, no_search_path},
    Case{"needed-libraries", "The libraries that it needs are few, everywhere, and harmless.",
         Ready::kFile, needed_libraries},
};

}  // namespace

std::span<const Case> file_cases() { return kFileCases; }

}  // namespace ingest::host::conformance
