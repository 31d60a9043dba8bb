// connection_checks.cc - see connection_checks.hpp.
#include "cli/connection_checks.hpp"

#include <chrono>
#include <string>

#include "cli/check_lines.hpp"
#include "cli/output.hpp"
#include "cli/run_execution.hpp"
#include "cli/signals.hpp"
#include "cli/table.hpp"
#include "diagnostics/log.hpp"
#include "diagnostics/streams.hpp"
#include "output/run_id.hpp"

namespace ingest::host {
namespace {

class CheckSink final : public RecordSink {
 public:
  CheckSink(std::string connector, CheckLines lines, ShowChecks where)
      : connector_(std::move(connector)), lines_(lines), where_(where) {}

  ingest_status emit(const ingest_record& record) override {
    v1::CheckResult check;
    const std::string_view payload(static_cast<const char*>(record.payload.data),
                                   record.payload.size);
    if (!check.ParseFromArray(payload.data(), static_cast<int>(payload.size())) ||
        results_.size() >= kMaxChecks)
      throw Failure(ExitStatus::kConnector,
                    connector_ + " emitted a check result that can't be read",
                    "this is a defect of the connector: tell its author");
    results_.push_back(check);
    if (where_ == ShowChecks::kOnStdout) print(lines_.text(check));
    if (where_ == ShowChecks::kOnStderr) write_stderr(lines_.text(check));
    return INGEST_OK;
  }
  const std::vector<v1::CheckResult>& results() const noexcept { return results_; }

 private:
  static constexpr std::size_t kMaxChecks = 100;
  const std::string connector_;
  const CheckLines lines_;
  const ShowChecks where_;
  std::vector<v1::CheckResult> results_;
};

// The first failed check decides.
ExitStatus status_of(const std::vector<v1::CheckResult>& results) {
  for (const v1::CheckResult& check : results) {
    if (check.outcome() != v1::CHECK_OUTCOME_FAILED) continue;
    switch (check.failure()) {
      case v1::CHECK_FAILURE_CONFIGURATION:
        return ExitStatus::kConfig;
      case v1::CHECK_FAILURE_CREDENTIALS:
        return ExitStatus::kCredentials;
      default:
        return ExitStatus::kNetwork;
    }
  }
  return ExitStatus::kOk;
}

// A connector that forgets a check, or runs none of them, must not pass for one whose checks are
// all well.
void expect_all_checks(const v1::ConnectorDescriptor& connector,
                       const std::vector<v1::CheckResult>& results) {
  bool same = static_cast<std::size_t>(connector.checks_size()) == results.size();
  for (std::size_t i = 0; same && i < results.size(); ++i)
    same = connector.checks(static_cast<int>(i)).id() == results[i].id();
  if (!same)
    throw Failure(ExitStatus::kConnector,
                  "the connector " + connector.id() + " reported other checks than the " +
                      std::to_string(connector.checks_size()) + " that it describes",
                  "this is a defect of the connector: tell its author");
  for (const v1::CheckResult& check : results) {
    if (check.outcome() == v1::CHECK_OUTCOME_FAILED) return;
    if (check.outcome() != v1::CHECK_OUTCOME_PASSED && check.outcome() != v1::CHECK_OUTCOME_WARNING)
      throw Failure(ExitStatus::kConnector,
                    "the connector " + connector.id() + " did not run its check '" + check.id() +
                        "', though none before it failed",
                    "this is a defect of the connector: tell its author");
  }
}

}  // namespace

ChecksOutcome run_checks(OpenConnection& open, ShowChecks where) {
  const v1::ConnectorDescriptor& connector = open.library().details();
  const int descriptor = where == ShowChecks::kOnStderr ? error_descriptor() : output_descriptor();
  CheckSink sink(connector.id(), CheckLines(may_color(descriptor), terminal_width(descriptor)),
                 where);
  CallContext context;
  context.run_id = new_run_id(std::chrono::system_clock::now());
  context.cancelled = stop_requested();
  const auto error = open.instance().test_connection(context, sink);
  if (stopped_as() != ExitStatus::kOk)
    throw Failure(stopped_as(), "stopped before all checks were done");
  if (error) throw failure_of(connector.id(), "testing the connection", *error);
  expect_all_checks(connector, sink.results());
  return {sink.results(), status_of(sink.results())};
}

}  // namespace ingest::host
