// cases_library.cc - how the library loads, and what its entry point returns.
#include <dlfcn.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "conformance/busy_time.hpp"
#include "conformance/case.hpp"
#include "conformance/elf_of.hpp"
#include "conformance/scene.hpp"
#include "conformance/slowness.hpp"
#include "loader/table_check.hpp"

namespace ingest::host::conformance {
namespace {

namespace fs = std::filesystem;

void loads_with_rtld_now(Trial& trial) {
  ElfFacts facts;
  if (const std::string fault = read_facts(trial.subject().opened, facts); !fault.empty())
    throw Fault{fault, "build it again, for this machine"};
  trial.stage("loading the library");
  load_entry(trial.subject());
}

void loads_twice_same_table(Trial& trial) {
  trial.stage("loading the library");
  const Entry first = load_entry(trial.subject());
  const Entry second = load_entry(trial.subject());
  trial.stage("calling its entry point");
  const ingest_connector* table = first();
  if (table == nullptr)
    throw Fault{"its entry point returned no table: it declines to be used", {}};
  for (int again = 0; again < 16; ++again)
    if (first() != table || second() != table)
      throw Fault{"its entry point returned another table when it was called again",
                  "return the address of one constant table, made before anything runs"};
}

void table_is_complete(Trial& trial) {
  const ingest_connector& table = trial.table();
  if (const std::string fault = table_fault(&table); !fault.empty())
    throw Fault{fault, "fill all of ingest_connector as this version of connector.h declares it"};
}

// A folder with a copy of the connector, gone when the case is over; a copy that is loaded stays
// usable without its name.
class Copy {
 public:
  explicit Copy(const Subject& subject) {
    std::string folder = (fs::temp_directory_path() / "ingest-check-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr)
      throw std::system_error(errno, std::generic_category(), "cannot make " + folder);
    folder_ = folder;
    copy_ = folder_ / subject.file.filename();
    std::error_code error;
    fs::copy_file(subject.opened, copy_, error);
    if (error) throw std::system_error(error, "cannot write " + copy_.string());
  }
  ~Copy() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  const fs::path& path() const noexcept { return copy_; }

 private:
  fs::path folder_;
  fs::path copy_;
};

std::string live(Trial& trial, const ingest_connector& table, const char* which) {
  const Subject& subject = trial.subject();
  CheckHost& host = new_host(subject);
  trial.stage(std::string("create in ") + which);
  Instance instance(table, host, {subject.settings.data(), subject.settings.size()});
  return instance.created().shown();
}

void two_copies_coexist(Trial& trial) {
  const Copy copy(trial.subject());
  const ingest_connector& first = trial.table();
  trial.stage("loading a copy of it");
  const Entry entry = load_entry(copy.path(), trial.subject().file);
  const ingest_connector* second = entry();
  if (second == nullptr) throw Fault{"its copy's entry point returned no table", {}};
  if (second == &first) throw Fault{"its copy returned the table of the first one", {}};
  trial.stage("describe in the copy");
  const CheckedTable one = check_table(&first);
  const CheckedTable two = check_table(second);
  if (!two.fault.empty()) throw Fault{"beside itself, " + two.fault, {}};
  if (one.details.SerializeAsString() != two.details.SerializeAsString())
    throw Fault{"its copy describes itself differently", {}};
  if (trial.subject().ready < Ready::kInstance) return;
  const std::string before = live(trial, first, "the first copy");
  const std::string beside = live(trial, *second, "the second copy");
  const std::string after = live(trial, first, "the first copy again");
  if (before != beside || before != after)
    throw Fault{"create gave " + before + ", in a copy " + beside + ", and then " + after, {}};
}

void scan_under_100ms(Trial& trial) {
  constexpr std::chrono::milliseconds kMost{100 * kSlowness};
  trial.stage("loading the library");
  const BusyTime busy;
  const ingest_connector& table = trial.table();
  trial.stage("describe");
  table.describe();
  const std::chrono::milliseconds took = busy.elapsed();
  if (took > kMost)
    throw Fault{"loading it and asking it to describe itself took " + std::to_string(took.count()) +
                    " ms; at most " + std::to_string(kMost.count()) + " are given",
                "let constructors and describe do nothing that can wait for create"};
}

constexpr std::array kLibraryCases = {
    Case{"loads-with-rtld-now", "It loads with every symbol bound at once.", Ready::kFile,
         loads_with_rtld_now},
    Case{"loads-twice-same-table", "Its entry point returns the same table at every call.",
         Ready::kLoaded, loads_twice_same_table},
    Case{"table-is-complete", "Its table has all that ABI 1.0 asks for.", Ready::kTable,
         table_is_complete},
    Case{"two-copies-coexist", "Two copies of its file live side by side in one process.",
         Ready::kDetails, two_copies_coexist},
    Case{"scan-under-100ms", "Loading it and describe take less than 100 ms together.",
         Ready::kTable, scan_under_100ms},
};

}  // namespace

std::span<const Case> library_cases() { return kLibraryCases; }

}  // namespace ingest::host::conformance
