// outcome.hpp - what became of one case. Plain data; the functions are thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ingest::host::conformance {

enum class Outcome { kPass, kWarn, kSkip, kFail, kCrash };

std::string_view name_of(Outcome outcome) noexcept;

struct Verdict {
  Outcome outcome = Outcome::kPass;
  std::string reason;  // one sentence without its full stop; empty when it passed
  std::string hint;    // what to do; may be empty
  std::uint64_t milliseconds = 0;
};

// Between two processes of this program. What is no verdict becomes a crash that says so.
std::string verdict_text(const Verdict& verdict);
Verdict verdict_of_text(std::string_view text);

// Thrown by a case: the connector is wrong.
struct Fault {
  std::string reason;
  std::string hint;
};

// Thrown by a case: there is nothing that it could try.
struct Skipped {
  std::string reason;
  std::string hint;
};

}  // namespace ingest::host::conformance
