#include "run/replay_notes.hpp"

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "run/previous_run.hpp"

namespace ingest::host {
namespace {

std::string map_text(const v1::Versions& versions) {
  if (versions.map().empty()) return "no map";
  return "map " + versions.map() + " version " + std::to_string(versions.map_version()) + " (" +
         versions.map_sha256().substr(0, 8) + ")";
}

std::string connector_text(const v1::Versions& versions) {
  return versions.connector() + " " + versions.connector_version() + " (" +
         versions.connector_sha256().substr(0, 8) + ")";
}

void differs(RunRequest& request, const std::string& recorded, const std::string& now) {
  request.warnings.push_back("recorded with " + recorded + ", mapped again with " + now);
}

}  // namespace

void make_replay(const v1::Recording& recording, const std::string& connection,
                 const std::string& settings, RunRequest& request) {
  const v1::Versions& then = recording.versions();
  const v1::Versions& now = request.versions;
  if (then.connector() != now.connector())
    throw Failure(ExitStatus::kConfig,
                  "the recording is of " + then.connector() + ", the connection " + connection +
                      " is of " + now.connector(),
                  "Name a connection whose plugin is " + then.connector() + ".");
  request.connection = recording.connection();
  request.replay_of = recording.run_id().empty() ? "unknown" : recording.run_id();
  request.units_not_recorded = recording.units_skipped();
  if (connection != recording.connection())
    request.warnings.push_back("the recording is of connection " + recording.connection() +
                               ", whose name the records bear");
  if (then.connector_sha256() != now.connector_sha256() ||
      then.connector_version() != now.connector_version())
    differs(request, connector_text(then), connector_text(now));
  if (then.map_sha256() != now.map_sha256()) differs(request, map_text(then), map_text(now));
  if (!then.identity_sha256().empty() && !now.identity_sha256().empty() &&
      then.identity_sha256() != now.identity_sha256())
    request.warnings.push_back(identity_differs(
        "the recording",
        plain_text(then.map(), 128) + " version " + std::to_string(then.map_version()), now));
  if (recording.settings() != settings)
    differs(request, "settings " + plain_text(recording.settings(), 400),
            plain_text(settings, 400));
  if (!recording.shard().empty() || recording.limit() > 0)
    request.warnings.push_back("the recording holds only what " +
                               (recording.shard().empty()
                                    ? "--limit " + std::to_string(recording.limit())
                                    : "--shard " + recording.shard()) +
                               " let in: it is no picture of the whole source");
  if (recording.secrets_taken_out() > 0)
    request.warnings.push_back("the recording lacks " +
                               std::to_string(recording.secrets_taken_out()) +
                               " secrets that its pages held; it says [redacted] there");
  if (!recording.finished())
    request.problems.push_back(
        "the recording is not finished: the run broke off while it was recorded, and the units "
        "that were under way then are not in it");
}

}  // namespace ingest::host
