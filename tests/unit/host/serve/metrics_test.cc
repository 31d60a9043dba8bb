// The pages, from what serve knows.
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "serve/metrics_page.hpp"
#include "serve/metrics_text.hpp"
#include "serve/status_board.hpp"
#include "serve/status_page.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ServeStatus status_with(const std::string& name) {
  ServeStatus status;
  status.version = "1.2.3";
  status.most_runs = 2;
  ConnectionStatus connection;
  connection.name = name;
  connection.state = StateEntry{name, ConnectionState::kFailed,
                                StateTime(std::chrono::seconds(1'800'000'000)), "it \"broke\""};
  RunRecord run;
  run.start.started_at = StateTime(std::chrono::milliseconds(1'800'000'000'250));
  run.ended_at = StateTime(std::chrono::milliseconds(1'800'000'002'500));
  run.outcome = RunOutcome::kFailed;
  run.run.mutable_rows()->set_emitted(12345678);
  connection.last_run = run;
  connection.next_due = std::chrono::sys_seconds(std::chrono::seconds(1'800'086'400));
  connection.ended[RunOutcome::kFailed] = 3;
  status.connections.push_back(connection);
  return status;
}

TEST(Metrics, LabelsAreEscaped) {
  EXPECT_EQ(label_value("a\"b\\c"), "a\\\"b\\\\c");
  EXPECT_EQ(label_value("line\nend").find('\n'), std::string::npos);
  EXPECT_EQ(label_value("\xff").find('\xff'), std::string::npos);
}

TEST(Metrics, HaveHelpTypeAndNumbersAsTheyAre) {
  const std::string text = metrics_page(status_with("acme"));
  EXPECT_THAT(text, HasSubstr("# TYPE ingest_runs_total counter\n"));
  EXPECT_THAT(text, HasSubstr("ingest_runs_total{connection=\"acme\",result=\"failed\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("ingest_build_info{version=\"1.2.3\"} 1\n"));
  EXPECT_THAT(
      text,
      HasSubstr("ingest_connection_next_due_timestamp_seconds{connection=\"acme\"} 1800086400\n"));
  EXPECT_THAT(text, HasSubstr("ingest_last_run_duration_seconds{connection=\"acme\"} 2.25\n"));
  EXPECT_THAT(text, HasSubstr("ingest_last_run_start_timestamp_seconds{connection=\"acme\"} "
                              "1800000000.25\n"));
  EXPECT_THAT(text, Not(HasSubstr("ingest_last_complete_run_timestamp_seconds")))
      << "no head without a sample";
  EXPECT_THAT(text, Not(HasSubstr("e+")));
}

TEST(Status, IsJsonWithoutControlCharacters) {
  const boost::json::value all = boost::json::parse(status_page(status_with("a\"c\nme")));
  const auto& connection = all.at("connections").at(0);
  EXPECT_EQ(connection.at("name").as_string(), "a\"c\\nme");
  EXPECT_EQ(connection.at("state").as_string(), "Failed");
  EXPECT_EQ(connection.at("since").as_string(), "2027-01-15T08:00:00Z");
  EXPECT_EQ(connection.at("next_due").as_string(), "2027-01-16T08:00:00Z");
  EXPECT_EQ(connection.at("last_run").at("outcome").as_string(), "failed");
}

TEST(Board, HealthFollowsTheStore) {
  StatusBoard board;
  EXPECT_EQ(board.page("/healthz").status, 200U);
  ServeStatus status;
  status.store_fault = "the disk is full";
  board.post(status);
  EXPECT_EQ(board.page("/healthz").status, 503U);
  EXPECT_THAT(board.page("/healthz").body, HasSubstr("the disk is full"));
  EXPECT_THAT(board.page("/metrics").body, HasSubstr("ingest_serve_state_store_up 0\n"));
  EXPECT_EQ(board.page("/metric").status, 404U);
  EXPECT_EQ(board.page("/").status, 200U);
}

}  // namespace
}  // namespace ingest::host
