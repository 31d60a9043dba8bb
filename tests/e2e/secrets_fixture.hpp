// secrets_fixture.hpp - a workspace with a configuration folder and a secret store.
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "terminal.hpp"
#include "workspace.hpp"

namespace ingest::e2e {

class Secrets : public ::testing::Test {
 protected:
  std::filesystem::path config() const { return workspace_.path() / "config"; }
  std::filesystem::path state() const { return workspace_.path() / "state"; }

  // A connection of the configuration folder, whose key is what reference stands for.
  void connect(const Tenant& tenant, const std::string& reference,
               const std::string& name = "acme") {
    const std::filesystem::path written = workspace_.connect(tenant, {}, name);
    std::string text = read_file(written);
    const std::string before = "${file:" + (tenant.folder() / "api_key").string() + "}";
    text.replace(text.find(before), before.size(), reference);
    std::filesystem::create_directories(config() / "connections");
    write_file(config() / "connections" / (name + ".yaml"), text);
    std::filesystem::remove(written);
  }
  ProcessResult ingest(const std::vector<std::string>& arguments,
                       const Environment& environment = {}) {
    return workspace_.ingest(arguments, environment);
  }
  // With text on standard input, from a file outside the workspace.
  ProcessResult ingest_fed(const std::string& text, std::vector<std::string> arguments) {
    write_file(outside_.path() / "input", text);
    arguments.insert(arguments.begin(),
                     {"/bin/sh", "-c", "exec \"$0\" \"$@\" < \"$INPUT\"", INGEST_BINARY});
    return run(arguments, {{"INPUT", (outside_.path() / "input").string()},
                           {"INGEST_CONFIG_DIR", config().string()},
                           {"INGEST_STATE_DIR", state().string()}});
  }
  void store(const Tenant& tenant, const std::string& name = "acme/api_key") {
    const ProcessResult set =
        ingest({"secrets", "set", name, "--from-file", (tenant.folder() / "api_key").string()});
    ASSERT_EQ(set.status, 0) << set.err;
  }
  boost::json::array listed(const Environment& environment = {}) {
    const ProcessResult list = ingest({"secrets", "list", "--format", "json"}, environment);
    EXPECT_EQ(list.status, 0) << list.err;
    return boost::json::parse(list.out).at("secrets").as_array();
  }
  // In no file, whatever it is: neither the token nor its claims or its signature alone.
  void expect_nowhere(const std::string& token) {
    const std::string claims = token.substr(token.find('.') + 1);
    const std::string signature = token.substr(token.rfind('.') + 1);
    ASSERT_GT(signature.size(), 20U);
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(workspace_.path())) {
      if (!entry.is_regular_file() || entry.is_symlink()) continue;
      ++files;
      const std::string bytes = read_file(entry.path());
      for (const std::string& part : {claims.substr(0, claims.find('.')), signature})
        EXPECT_EQ(bytes.find(part), std::string::npos) << entry.path();
    }
    EXPECT_GT(files, 3);
  }
  std::unique_ptr<Terminal> on_terminal(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), INGEST_BINARY);
    return std::make_unique<Terminal>(arguments,
                                      Environment{{"INGEST_CONFIG_DIR", config().string()},
                                                  {"INGEST_STATE_DIR", state().string()}});
  }

  Workspace workspace_;
  TemporaryFolder outside_;
};

inline std::string key_of(const Tenant& tenant) {
  std::string key = read_file(tenant.folder() / "api_key");
  while (!key.empty() && key.back() == '\n') key.pop_back();
  return key;
}

}  // namespace ingest::e2e
