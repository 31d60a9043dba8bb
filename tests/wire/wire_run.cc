#include "wire_run.hpp"

namespace ingest::wire {

std::filesystem::path Wire::connect(const Front& front, const std::string& http,
                                    const std::string& plugin) {
  std::string text = "kind: connection\nname: acme\nplugin: " + plugin + "\nconfig:\n";
  text += "  region: " + front.url() + "\n  iam_url: " + front.url() + "\n";
  text += "  tenant: " + tenant_.fact("tenant") + "\n";
  text += "  client_id: " + tenant_.fact("client_id") + "\n";
  text += "  client_secret: ${file:" + (tenant_.folder() / "client_secret").string() + "}\n";
  // Nobody waits for what is meant to fail.
  text += "http:\n  retry: {max_attempts: 2, initial_backoff: 10ms, max_backoff: 10ms}\n";
  if (!ca_file_.empty()) text += "  ca_file: " + ca_file_ + "\n";
  text += http;
  const auto path = workspace_.path() / "acme.yaml";
  e2e::write_file(path, text);
  return path;
}

e2e::ProcessResult Wire::run(const std::filesystem::path& connection,
                             const e2e::Environment& environment) {
  return workspace_.ingest(
      {"run", connection.string(), "--out", workspace_.out().string(), "--log-level", "debug"},
      environment);
}

e2e::CommittedRun Wire::latest() const {
  return e2e::CommittedRun(workspace_.out() / "acme" / "latest");
}

std::string Wire::file(const std::string& name, const std::string& text) const {
  e2e::write_file(workspace_.path() / name, text);
  return (workspace_.path() / name).string();
}

void Wire::expect_network_failure(const e2e::ProcessResult& result, const std::string& says) {
  EXPECT_EQ(result.status, 5) << result.err;
  EXPECT_THAT(result.err, ::testing::HasSubstr(says));
  EXPECT_THAT(result.err + result.out, ::testing::Not(::testing::HasSubstr(kSecret)));
}

}  // namespace ingest::wire
