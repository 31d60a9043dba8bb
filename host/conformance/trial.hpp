// trial.hpp - what a case works with: the connector loaded, a seed, and how to say what it does.
// One thread.
#pragma once

#include <ingest/connector.h>

#include <functional>
#include <random>
#include <string>
#include <string_view>

#include "conformance/outcome.hpp"
#include "conformance/subject.hpp"

namespace ingest::host::conformance {

class Trial {
 public:
  using StageHook = std::function<void(std::string_view)>;
  Trial(const Subject& subject, StageHook on_stage)
      : subject_(subject), on_stage_(std::move(on_stage)) {}
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  const Subject& subject() const noexcept { return subject_; }
  // What is about to be done, as it is told when the process dies in it: "fetch".
  void stage(std::string_view what) const { on_stage_(what); }
  // The connector's table; loads it the first time. Throws Fault when it does not load.
  const ingest_connector& table();
  std::mt19937_64 random() const { return std::mt19937_64(subject_.seed); }

  // The first one counts; the case goes on.
  void warn(const std::string& reason, const std::string& hint = {});
  const Verdict& warnings() const noexcept { return warnings_; }

 private:
  const Subject& subject_;
  const StageHook on_stage_;
  const ingest_connector* table_ = nullptr;
  Verdict warnings_;
};

// Loads a library as the host does, for good, and returns the address of its entry symbol. Throws
// Fault with the linker's words, in which it is called shown.
using Entry = decltype(&ingest_connector_entry_v1);
Entry load_entry(const std::filesystem::path& file, const std::filesystem::path& shown);
Entry load_entry(const Subject& subject);

}  // namespace ingest::host::conformance
