// trial.cc - see trial.hpp.
#include "conformance/trial.hpp"

#include <dlfcn.h>

#include <chrono>
#include <exception>

#include "conformance/case.hpp"
#include "diagnostics/plain_text.hpp"
#include "sandbox/sandbox.hpp"

namespace ingest::host::conformance {
namespace {

using Clock = std::chrono::steady_clock;

// What a case needs, when its subject has not come so far.
Verdict not_ready(const Subject& subject) {
  Verdict verdict;
  verdict.outcome = Outcome::kSkip;
  verdict.reason = subject.why_no_more;
  verdict.hint = subject.hint;
  return verdict;
}

}  // namespace

Entry load_entry(const std::filesystem::path& file, const std::filesystem::path& shown) {
  void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == nullptr) {
    std::string words = ::dlerror();
    if (const std::size_t at = words.find(file.string()); at != std::string::npos)
      words.replace(at, file.string().size(), shown.string());
    throw Fault{"it does not load: " + plain_text(words, 512),
                "link with -Wl,-z,defs to see missing symbols when it is built"};
  }
  void* symbol = ::dlsym(handle, INGEST_ENTRY_SYMBOL);
  if (symbol == nullptr)
    throw Fault{std::string("it has no symbol ") + INGEST_ENTRY_SYMBOL,
                "in C++ the entry point is extern \"C\"; a version script must not hide it"};
  return reinterpret_cast<Entry>(symbol);
}

Entry load_entry(const Subject& subject) { return load_entry(subject.opened, subject.file); }

const ingest_connector& Trial::table() {
  if (table_ == nullptr) {
    stage("loading the library");
    const Entry entry = load_entry(subject_);
    stage("calling its entry point");
    table_ = entry();
    if (table_ == nullptr) throw Fault{"its entry point returned no table", {}};
  }
  return *table_;
}

void Trial::warn(const std::string& reason, const std::string& hint) {
  if (warnings_.outcome == Outcome::kWarn) return;
  warnings_.outcome = Outcome::kWarn;
  warnings_.reason = reason;
  warnings_.hint = hint;
}

Verdict run_case(const Case& one, const Subject& subject,
                 const std::function<void(std::string_view)>& on_stage) {
  if (subject.ready < one.needs) return not_ready(subject);
  const Clock::time_point start = Clock::now();
  Verdict verdict;
  try {
    enter_sandbox(SandboxKind::kCheck);
    Trial trial(subject, on_stage);
    one.run(trial);
    verdict = trial.warnings();
  } catch (const Fault& fault) {
    verdict = {Outcome::kFail, fault.reason, fault.hint, 0};
  } catch (const Skipped& skipped) {
    verdict = {Outcome::kSkip, skipped.reason, skipped.hint, 0};
  } catch (const std::exception& error) {
    verdict = {
        Outcome::kFail, std::string("the case itself could not go on: ") + error.what(), {}, 0};
  }
  verdict.milliseconds = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count());
  return verdict;
}

}  // namespace ingest::host::conformance
