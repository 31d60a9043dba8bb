// "ingest plugins": what lies in the connector folders, broken files too.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

boost::json::array listed(const ProcessResult& result) {
  boost::json::error_code error;
  const auto value = boost::json::parse(result.out, error);
  EXPECT_FALSE(error) << result.out << result.err;
  return error ? boost::json::array() : value.as_object().at("plugins").as_array();
}

TEST(Plugins, ListShowsTheConnectorsOfTheBuild) {
  Workspace workspace;
  const ProcessResult result = workspace.ingest({"plugins", "list", "--format", "json"});
  EXPECT_EQ(result.status, 0) << result.err;
  bool found = false;
  for (const auto& entry : listed(result)) {
    if (entry.as_object().at("id") != "checkmarx-sca") continue;
    found = true;
    EXPECT_EQ(entry.as_object().at("status"), "ok");
    EXPECT_EQ(entry.as_object().at("version"), "1.0.0");
  }
  EXPECT_TRUE(found) << result.out;
}

TEST(Plugins, ListSurvivesHostileFilesAndSaysWhy) {
  Workspace workspace;
  const auto folder = workspace.path() / "dropped";
  std::filesystem::create_directory(folder);
  std::filesystem::copy(std::string(INGEST_CONNECTORS) + "/checkmarx-sca.so", folder / "good.so");
  write_file(folder / "empty.so", "");
  write_file(folder / "text.so", "this is not a library\n");
  write_file(folder / "truncated.so", read_file(folder / "good.so").substr(0, 4000));
  std::filesystem::copy("/usr/lib/x86_64-linux-gnu/libz.so.1", folder / "library.so");
  const ProcessResult result =
      workspace.ingest({"plugins", "list", "--plugin-dir", folder.string(), "--format", "json"});
  EXPECT_EQ(result.status, 0) << result.err;
  size_t broken = 0;
  for (const auto& entry : listed(result)) {
    const auto& plugin = entry.as_object();
    const std::string file = boost::json::value_to<std::string>(plugin.at("path"));
    if (file.find(folder.string()) == std::string::npos) continue;
    if (file.find("good.so") != std::string::npos) continue;
    ++broken;
    EXPECT_EQ(plugin.at("status"), "broken") << file;
    EXPECT_FALSE(plugin.at("reason").as_string().empty()) << file;
  }
  EXPECT_EQ(broken, 4U) << result.out;
}

TEST(Plugins, ShowPrintsTheProductPage) {
  Workspace workspace;
  const ProcessResult result = workspace.ingest({"plugins", "show", "checkmarx-sca"});
  EXPECT_EQ(result.status, 0) << result.err;
  for (const char* text : {"Checkmarx",
                           "CheckmarxOne SCA",
                           "Application Security",
                           "Code Repository",
                           "Generic Application",
                           "1.0.0",
                           "API Integration (REST)",
                           "Unidirectional",
                           "Not Supported",
                           "Checkmarx Region",
                           "Tenant Name",
                           "API Key",
                           "Network Reachability",
                           "TLS Handshake",
                           "Authentication Credential Check",
                           "Authorization Scope Check",
                           "Data Fetch",
                           "externalFindingId",
                           "findings[].data.queryName",
                           "vendorAssetId",
                           "sourceCreatedAt",
                           "view-results"})
    EXPECT_NE(result.out.find(text), std::string::npos) << text << "\n" << result.out;
}

TEST(Plugins, AnUnknownConnectorIsTold) {
  Workspace workspace;
  const ProcessResult result = workspace.ingest({"plugins", "show", "checkmarx-scaa"});
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_NE(result.err.find("checkmarx-sca"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace ingest::e2e
