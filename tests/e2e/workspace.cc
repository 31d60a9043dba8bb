#include "workspace.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace ingest::e2e {
namespace {

template <class Message>
std::vector<Message> read_delimited(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                                            static_cast<int>(bytes.size()));
  std::vector<Message> messages;
  uint32_t size = 0;
  while (in.ReadVarint32(&size)) {
    const auto limit = in.PushLimit(static_cast<int>(size));
    messages.emplace_back();
    if (!messages.back().ParseFromCodedStream(&in) || !in.ConsumedEntireMessage())
      throw std::runtime_error(path.string() + " is not delimited protobuf");
    in.PopLimit(limit);
  }
  return messages;
}

}  // namespace

std::filesystem::path Workspace::connect(const Tenant& tenant, const ConnectionOptions& options,
                                         const std::string& name) {
  std::string text = "kind: connection\nname: " + name + "\nplugin: " + options.plugin +
                     "\nstatus: active\nconfig:\n";
  text += "  region: " + (options.region.empty() ? tenant.fact("api_url") : options.region) + "\n";
  text += "  tenant: " + (options.tenant.empty() ? tenant.fact("tenant") : options.tenant) + "\n";
  if (options.client_credentials) {
    text += "  client_id: " + tenant.fact("client_id") + "\n";
    text += "  client_secret: ${file:" + (tenant.folder() / "client_secret").string() + "}\n";
    text += "  iam_url: " + tenant.fact("iam_url") + "\n";
  } else {
    text += "  api_key: ${file:" + (tenant.folder() / "api_key").string() + "}\n";
  }
  text += options.extra_config;
  if (options.trust_ca || !options.extra_http.empty()) text += "http:\n";
  if (options.trust_ca) text += "  ca_file: " + tenant.fact("ca_file") + "\n";
  text += options.extra_http;
  text += options.extra;
  const auto path = folder_.path() / (name + ".yaml");
  write_file(path, text);
  return path;
}

ProcessResult Workspace::ingest(std::vector<std::string> arguments,
                                const Environment& environment) {
  return start(std::move(arguments), environment)->wait(std::chrono::seconds(300));
}

std::unique_ptr<Process> Workspace::start(std::vector<std::string> arguments,
                                          const Environment& environment) {
  arguments.insert(arguments.begin(), INGEST_BINARY);
  Environment all = {{"INGEST_CONFIG_DIR", (folder_.path() / "config").string()},
                     {"INGEST_STATE_DIR", (folder_.path() / "state").string()}};
  all.insert(all.end(), environment.begin(), environment.end());
  return std::make_unique<Process>(arguments, all);
}

CommittedRun::CommittedRun(const std::filesystem::path& where)
    : folder(std::filesystem::canonical(where)) {
  const auto status =
      google::protobuf::util::JsonStringToMessage(read_file(folder / "run.json"), &run);
  if (!status.ok()) throw std::runtime_error("run.json: " + status.ToString());
  assets = read_delimited<v1::Asset>(folder / "assets.binpb");
  findings = read_delimited<v1::Finding>(folder / "findings.binpb");
}

std::map<std::string, boost::json::object> expected_findings(const Tenant& tenant) {
  std::map<std::string, boost::json::object> all;
  for (const auto& entry : tenant.truth().at("findings").as_array()) {
    const auto& finding = entry.as_object();
    const auto text = [&](const char* name) {
      return boost::json::value_to<std::string>(finding.at(name));
    };
    all.emplace(text("project_id") + "|" + text("key"), finding);
  }
  return all;
}

}  // namespace ingest::e2e
