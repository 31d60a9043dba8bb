// prune_choice.cc - see prune_choice.hpp.
#include "state/prune_choice.hpp"

#include <map>
#include <set>
#include <string>
#include <system_error>

namespace ingest::host {
namespace {

bool is_latest(const RunRecord& record) {
  std::error_code error;
  const auto target =
      std::filesystem::read_symlink(record.start.folder.parent_path() / "latest", error);
  return !error && target.filename() == record.start.run_id;
}

}  // namespace

std::vector<RunRecord> runs_to_prune(const std::vector<RunRecord>& runs, const PruneRule& rule,
                                     StateTime now) {
  std::vector<RunRecord> all;
  std::map<std::string, std::size_t> passed;
  std::set<std::string> complete;
  for (const RunRecord& record : runs) {
    const std::string& connection = record.start.connection;
    const std::size_t newer = passed[connection]++;
    const bool newest_complete = record.outcome == RunOutcome::kComplete &&
                                 record.start.changes_state && complete.insert(connection).second;
    if (newest_complete || record.outcome == RunOutcome::kRunning) continue;
    const bool out = (rule.keep && newer >= *rule.keep) ||
                     (rule.older_than && now - record.start.started_at > *rule.older_than);
    if (out && !is_latest(record)) all.push_back(record);
  }
  return all;
}

}  // namespace ingest::host
