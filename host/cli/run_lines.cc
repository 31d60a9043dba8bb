// run_lines.cc - see run_lines.hpp.
#include "cli/run_lines.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

boost::json::value or_null(const std::string& text) {
  if (text.empty()) return nullptr;
  return boost::json::string(plain_text(text));
}

// "3m 05s"
std::string two_parts(std::int64_t first, char first_unit, std::int64_t second, char second_unit) {
  return std::to_string(first) + first_unit + (second < 10 ? " 0" : " ") + std::to_string(second) +
         second_unit;
}

}  // namespace

std::string duration_text(std::chrono::milliseconds duration) {
  const std::int64_t ms = std::max<std::int64_t>(duration.count(), 0);
  const std::int64_t seconds = ms / 1000;
  if (seconds == 0) return std::to_string(ms) + "ms";
  if (seconds < 60) return std::to_string(seconds) + "s";
  if (seconds < 3600) return two_parts(seconds / 60, 'm', seconds % 60, 's');
  return two_parts(seconds / 3600, 'h', seconds / 60 % 60, 'm');
}

std::chrono::milliseconds duration_of(const RunRecord& record, StateTime now) {
  return record.ended_at.value_or(now) - record.start.started_at;
}

bool is_committed(const RunRecord& record) noexcept {
  return record.outcome == RunOutcome::kComplete || record.outcome == RunOutcome::kPartial ||
         record.outcome == RunOutcome::kIncomplete;
}

std::string why_of(const RunRecord& record) {
  if (!record.reason.empty()) return record.reason;
  return record.run.problems_size() > 0 ? record.run.problems(0) : std::string();
}

boost::json::object json_of(const RunRecord& record, StateTime now) {
  const v1::Run& run = record.run;
  const bool committed = is_committed(record);
  const auto count = [committed](std::uint64_t n) -> boost::json::value {
    if (!committed) return nullptr;
    return n;
  };
  std::error_code ignored;
  boost::json::object one;
  one["connection"] = plain_text(record.start.connection);
  one["run_id"] = plain_text(record.start.run_id);
  one["trigger"] = plain_text(record.start.trigger);
  if (record.start.due) one["due"] = rfc3339(*record.start.due);
  one["result"] = name_of(record.outcome);
  one["exit_status"] = record.exit_status ? boost::json::value(*record.exit_status) : nullptr;
  one["why"] = or_null(why_of(record));
  one["started_at"] = rfc3339(record.start.started_at);
  one["ended_at"] = record.ended_at ? boost::json::value(rfc3339(*record.ended_at)) : nullptr;
  one["duration_ms"] = duration_of(record, now).count();
  one["pid"] = record.pid;
  one["units"] = count(run.units());
  one["units_failed"] = count(run.units_failed());
  one["units_incomplete"] = count(run.units_incomplete());
  one["rows"] = count(run.rows().received());
  one["findings"] = count(run.rows().emitted());
  one["assets"] = count(run.assets());
  one["dead_letters"] = count(run.rows().dead_lettered());
  one["requests"] = run.http().requests();
  one["retries"] = run.http().retries();
  one["bytes_received"] = run.http().bytes_received();
  one["connector"] = or_null(run.versions().connector());
  one["connector_version"] = or_null(run.versions().connector_version());
  one["map"] = or_null(run.versions().map());
  one["map_version"] =
      run.versions().map().empty() ? nullptr : boost::json::value(run.versions().map_version());
  one["output"] = plain_text(record.start.folder.string());
  one["output_exists"] = std::filesystem::exists(record.start.folder / "run.json", ignored);
  return one;
}

}  // namespace ingest::host
