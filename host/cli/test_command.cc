// test_command.cc - see test_command.hpp.
#include "cli/test_command.hpp"

#include <ingest/v1/check.pb.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/check_lines.hpp"
#include "cli/connection_checks.hpp"
#include "cli/expiry_notice.hpp"
#include "cli/output.hpp"
#include "cli/run_apart.hpp"
#include "cli/secrets_fd.hpp"
#include "diagnostics/plain_text.hpp"
#include "run/open_connection.hpp"

namespace ingest::host {
namespace {

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
  if (!is_carried_out_here()) return carry_out_apart(argument, surroundings, true, false);
  OpenConnection open(argument, surroundings, Purpose::kTest);
  surroundings.handed_over.reset();  // wiped
  const v1::ConnectorDescriptor& connector = open.library().details();
  if (!json) print("Testing " + open.connection().name + " (" + connector.product_name() + ")\n");
  const ChecksOutcome checks = run_checks(open, json ? ShowChecks::kNot : ShowChecks::kOnStdout);
  remember_expiries(open, surroundings);
  const ExitStatus status = checks.status;
  if (json) {
    print_json(json_of(open, checks.results, status == ExitStatus::kOk));
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
  add_format(*command, *format);
  const auto secrets_fd = add_secrets_fd(*command);
  command->callback([connection, format, secrets_fd, &options, &status] {
    status = test(*connection, surroundings_with_secrets(options, *secrets_fd), *format == "json");
  });
}

}  // namespace ingest::host
