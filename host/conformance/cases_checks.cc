// cases_checks.cc - test_connection: one result for each check that the descriptor lists.
#include <ingest/v1/check.pb.h>

#include <array>
#include <string>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/failures.hpp"
#include "conformance/scene.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {
namespace {

void expect_sound(Trial& trial, const v1::CheckResult& result, const std::string& when) {
  const std::string which = "the result of the check " + quoted(result.id()) + ", " + when + ",";
  if (result.outcome() == v1::CHECK_OUTCOME_UNSPECIFIED ||
      !v1::CheckOutcome_IsValid(result.outcome()))
    throw Fault{which + " has no outcome", {}};
  if (result.outcome() == v1::CHECK_OUTCOME_FAILED) {
    if (result.failure() == v1::CHECK_FAILURE_UNSPECIFIED)
      throw Fault{which + " says failed and not why: failure is unspecified",
                  "failure decides the exit status of 'ingest test'"};
    if (result.observed().empty() && result.hint().empty())
      throw Fault{which + " says failed, and neither what came back nor what to do", {}};
  }
  if (result.title().empty()) trial.warn(which + " has no title");
  if (result.tried().empty() && result.outcome() != v1::CHECK_OUTCOME_NOT_RUN)
    trial.warn(which + " does not say what was tried");
}

// The results of one call, held against the descriptor.
void expect_all(Trial& trial, Scene& scene, const std::string& when, bool all_well) {
  const auto& described = trial.subject().details.checks();
  CheckSink sink(CallKind::kTest);
  const CallEnd end = scene.test(sink);
  if (!end.ok())
    throw Fault{"test_connection, " + when + ", returned " + end.shown(),
                "a check that fails is a result, not an error of the call"};
  const std::vector<SinkEvent> records = sink.of_kind(INGEST_RECORD_CHECK);
  for (int i = 0; i < described.size(); ++i) {
    const auto number = static_cast<std::size_t>(i);
    if (number >= records.size())
      throw Fault{"test_connection, " + when + ", emitted " + std::to_string(records.size()) +
                      " results for " + std::to_string(described.size()) + " checks; " +
                      quoted(described[i].id()) + " is missing",
                  "those that are not run are emitted too, as CHECK_OUTCOME_NOT_RUN"};
    v1::CheckResult result;
    if (!result.ParseFromString(records[number].payload)) continue;  // another case tells
    if (result.id() != described[i].id())
      throw Fault{"test_connection, " + when + ", emitted the check " + quoted(result.id()) +
                      " where " + quoted(described[i].id()) + " comes next",
                  "results come in the order of the descriptor"};
    expect_sound(trial, result, when);
    if (all_well && result.outcome() == v1::CHECK_OUTCOME_FAILED &&
        !trial.subject().check.path.empty())
      trial.warn("the check " + quoted(result.id()) +
                     " fails with the check file's answers: " + plain_text(result.observed(), 200),
                 "let the answers be those of a source that is well");
  }
  if (records.size() > static_cast<std::size_t>(described.size()))
    throw Fault{"test_connection, " + when + ", emitted " + std::to_string(records.size()) +
                    " results; the descriptor lists " + std::to_string(described.size()) +
                    " checks",
                {}};
}

void checks_as_described(Trial& trial) {
  if (trial.subject().details.checks().empty()) {
    trial.warn(
        "its descriptor lists no checks",
        "'ingest test' can only say what a connector checks: reachability, credentials, rights");
  }
  Scene well(trial);
  expect_all(trial, well, "when all is well", true);
  for (const HttpFailure& failure : http_failures()) {
    SceneOptions options;
    options.source = failing_source(trial.subject().check, failure, 0);
    Scene broken(trial, std::move(options));
    expect_all(trial, broken, "answered " + std::string(failure.name), false);
  }
}

constexpr std::array kCheckCases = {
    Case{"checks-as-described",
         "test_connection emits one result for each described check, in order, whatever happens.",
         Ready::kInstance, checks_as_described},
};

}  // namespace

std::span<const Case> check_cases() { return kCheckCases; }

}  // namespace ingest::host::conformance
