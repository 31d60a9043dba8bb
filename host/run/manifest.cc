#include "run/manifest.hpp"

#include <google/protobuf/util/time_util.h>

#include "output/json_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kManifestMax = std::size_t{1} << 20U;
constexpr std::size_t kDigestShown = 12;

const char* name_of(OutputFormat format) {
  switch (format) {
    case OutputFormat::kBinpb:
      return "binpb";
    case OutputFormat::kNdjson:
      return "ndjson";
    case OutputFormat::kBoth:
      return "both";
  }
  return "";
}

std::string with_digest(const std::string& what, const std::string& sha256) {
  return what + (sha256.empty() ? "" : ", sha256 " + sha256.substr(0, kDigestShown));
}

std::string connector_of(const v1::Versions& versions) {
  return with_digest(versions.connector() + " " + versions.connector_version(),
                     versions.connector_sha256());
}

std::string map_of(const v1::Versions& versions) {
  return with_digest(versions.map() + " " + std::to_string(versions.map_version()),
                     versions.map_sha256());
}

std::string share_of(const v1::Run& run) { return run.shard().empty() ? "the whole" : run.shard(); }

std::string limit_of(const v1::Run& run) {
  return run.limit() == 0 ? "none" : std::to_string(run.limit());
}

}  // namespace

google::protobuf::Timestamp timestamp(std::chrono::system_clock::time_point when) {
  return google::protobuf::util::TimeUtil::MillisecondsToTimestamp(
      std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count());
}

v1::Run begun_run(const RunRequest& request, const std::string& run_id,
                  std::chrono::system_clock::time_point started_at) {
  v1::Run run;
  run.set_run_id(run_id);
  run.set_connection(request.connection);
  run.set_status(v1::RUN_STATUS_INTERRUPTED);
  *run.mutable_versions() = request.versions;
  run.mutable_versions()->set_ingest(INGEST_VERSION);
  *run.mutable_started_at() = timestamp(started_at);
  if (!request.choice.shard.is_whole()) run.set_shard(request.choice.shard.text());
  run.set_limit(request.choice.limit);
  run.set_output_format(name_of(request.format));
  run.set_settings_sha256(request.settings_sha256);
  return run;
}

void write_manifest(const v1::Run& run, const std::filesystem::path& path) {
  write_run_json(run, path);
}

std::optional<v1::Run> read_manifest(const std::filesystem::path& path) {
  std::optional<v1::Run> run = read_run_json(path, kManifestMax);
  if (!run || run->status() != v1::RUN_STATUS_INTERRUPTED) return std::nullopt;
  return run;
}

std::vector<std::string> differences(const v1::Run& interrupted, const v1::Run& run) {
  std::vector<std::string> all;
  const auto compare = [&](const char* what, const std::string& then, const std::string& now) {
    if (then != now) all.push_back(std::string(what) + " (" + then + " then, " + now + " now)");
  };
  const v1::Versions& then = interrupted.versions();
  const v1::Versions& now = run.versions();
  compare("the connection", interrupted.connection(), run.connection());
  compare("ingest", then.ingest(), now.ingest());
  if (then.connector_sha256() != now.connector_sha256() || then.connector() != now.connector())
    compare("the connector", connector_of(then), connector_of(now));
  if (then.map_sha256() != now.map_sha256()) compare("the map", map_of(then), map_of(now));
  if (interrupted.settings_sha256() != run.settings_sha256())
    all.emplace_back("the connection's configuration or scope");
  compare("--shard", share_of(interrupted), share_of(run));
  compare("--limit", limit_of(interrupted), limit_of(run));
  compare("--output-format", interrupted.output_format(), run.output_format());
  return all;
}

}  // namespace ingest::host
