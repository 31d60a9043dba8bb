// test_command.cc - see test_command.hpp.
#include "cli/test_command.hpp"

#include <ingest/v1/check.pb.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/check_lines.hpp"
#include "cli/expiry_notice.hpp"
#include "cli/output.hpp"
#include "cli/secrets_fd.hpp"
#include "cli/signals.hpp"
#include "cli/table.hpp"
#include "diagnostics/log.hpp"
#include "diagnostics/plain_text.hpp"
#include "output/run_id.hpp"
#include "run/open_connection.hpp"

namespace ingest::host {
namespace {

class CheckSink final : public RecordSink {
 public:
  CheckSink(std::string connector, CheckLines lines, bool show)
      : connector_(std::move(connector)), lines_(lines), show_(show) {}

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
    if (show_) print(lines_.text(check));
    return INGEST_OK;
  }
  const std::vector<v1::CheckResult>& results() const noexcept { return results_; }

 private:
  static constexpr std::size_t kMaxChecks = 100;
  const std::string connector_;
  const CheckLines lines_;
  const bool show_;
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

boost::json::value json_of(const OpenConnection& open, const std::vector<v1::CheckResult>& results,
                           bool passed) {
  boost::json::array checks;
  for (const v1::CheckResult& check : results) checks.push_back(check_json(check));
  boost::json::object all;
  all["connection"] = open.connection().name;
  all["plugin"] = open.connection().plugin;
  all["passed"] = passed;
  all["checks"] = std::move(checks);
  all["credentials"] = expiries_json(open);
  return all;
}

std::string notice_lines(const OpenConnection& open) {
  std::string lines;
  for (const ExpiryNotice& notice : expiry_notices(open))
    lines +=
        "  ! " + plain_text(notice.sentence) + "\n    hint     " + plain_text(notice.hint) + "\n";
  return lines;
}

ExitStatus test(const std::string& argument, Surroundings surroundings, bool json) {
  OpenConnection open(argument, surroundings, Purpose::kTest);
  surroundings.handed_over.reset();  // wiped
  const v1::ConnectorDescriptor& connector = open.library().details();
  if (!json) print("Testing " + open.connection().name + " (" + connector.product_name() + ")\n");
  CheckSink sink(connector.id(),
                 CheckLines(may_color(STDOUT_FILENO), terminal_width(STDOUT_FILENO)), !json);
  CallContext context;
  context.run_id = new_run_id(std::chrono::system_clock::now());
  context.cancelled = stop_requested();
  const auto error = open.instance().test_connection(context, sink);
  if (stopped_as() != ExitStatus::kOk)
    throw Failure(stopped_as(), "stopped before all checks were done");
  if (error) throw failure_of(connector.id(), "testing the connection", *error);
  expect_all_checks(connector, sink.results());
  remember_expiries(open, surroundings);
  const ExitStatus status = status_of(sink.results());
  if (json) {
    print_json(json_of(open, sink.results(), status == ExitStatus::kOk));
  } else {
    print(notice_lines(open));
    print(status == ExitStatus::kOk ? "All checks passed.\n"
                                    : "The connection does not work yet.\n");
  }
  return status;
}

}  // namespace

void add_test_command(CLI::App& app, const CommonOptions& options, ExitStatus& status) {
  CLI::App* command =
      app.add_subcommand("test",
                         "run a connection's checks, each timed, with a hint where one fails\n\n"
                         "  ingest test acme-sca\n  ingest test ./acme-sca.yaml --format json");
  auto connection = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("table");
  command->add_option("CONNECTION", *connection, "its name, or the path of its file")->required();
  command->add_option("--format", *format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->type_name("FORMAT");
  const auto secrets_fd = add_secrets_fd(*command);
  command->callback([connection, format, secrets_fd, &options, &status] {
    status = test(*connection, surroundings_with_secrets(options, *secrets_fd), *format == "json");
  });
}

}  // namespace ingest::host
