// runs_against.cc - see runs_against.hpp.
#include "cli/runs_against.hpp"

#include <boost/json.hpp>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/run_lines.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kExamples = 5;
constexpr std::size_t kNameMax = 100;

std::filesystem::path findings_of(const RunRecord& record) {
  return record.start.folder / "findings.binpb";
}

bool is_there(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

std::string why_not_comparable(const RunRecord& record) {
  if (record.outcome == RunOutcome::kRunning) return "this run is under way";
  if (!is_there(record.start.folder / "run.json"))
    return is_committed(record)
               ? "this run's output is no longer in " + record.start.folder.string()
               : "this run delivered nothing";
  if (!is_there(findings_of(record)))
    return "this run was written without findings.binpb, which is what is compared";
  return {};
}

std::optional<RunRecord> before(const RunRecord& later, StateStore& store) {
  RunQuery query;
  query.connection = later.start.connection;
  query.before = later.number;
  const std::vector<RunRecord> runs = store.runs(query);
  const std::string& original = later.run.replay_of();
  for (const RunRecord& record : runs)
    if (!original.empty() && record.start.run_id == original && is_there(findings_of(record)))
      return record;
  for (const RunRecord& record : runs)
    if ((record.start.changes_state || !later.start.changes_state) && is_there(findings_of(record)))
      return record;
  return std::nullopt;
}

// Why not everything that the source has is in it; empty: everything is.
std::string what_lacks(const RunRecord& record) {
  if (record.outcome == RunOutcome::kPartial) return "is partial";
  if (record.outcome != RunOutcome::kComplete) return "is incomplete";
  if (!record.run.shard().empty()) return "covers the share " + record.run.shard() + " only";
  if (record.run.limit() > 0)
    return "was limited to " + std::to_string(record.run.limit()) + " " + record.start.unit_noun;
  return {};
}

std::vector<std::string> warnings_on(const RunRecord& earlier, const RunRecord& later) {
  std::vector<std::string> all;
  if (const std::string lack = what_lacks(later); !lack.empty())
    all.push_back(
        "this run " + lack +
        ": what is called gone may only be missing from it, and nothing should be closed");
  if (const std::string lack = what_lacks(earlier); !lack.empty())
    all.push_back("the earlier run " + lack + ": what is called new may have been there before");
  const std::string& then = earlier.run.versions().identity_sha256();
  const std::string& now = later.run.versions().identity_sha256();
  if (!then.empty() && !now.empty() && then != now)
    all.emplace_back(
        "the maps of the two runs identify findings in different ways, so the same finding may be "
        "called gone and new");
  return all;
}

std::string severity_word(std::size_t severity) {
  std::string word = v1::Severity_Name(static_cast<v1::Severity>(severity));
  constexpr std::size_t kPrefix = sizeof("SEVERITY_") - 1;
  word = word.size() > kPrefix ? word.substr(kPrefix) : "unspecified";
  for (char& c : word)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return word;
}

std::string shown(const std::string& text) { return plain_text(redactor().apply(text), kNameMax); }

std::string text_of(const char* name, const FindingGroup& group) {
  std::string text = std::string("  ") + name + "  " + std::to_string(group.count);
  std::string parts;
  for (std::size_t i = group.by_severity.size(); i-- > 0;)
    if (group.by_severity[i] > 0)
      parts += (parts.empty() ? "" : ", ") + std::to_string(group.by_severity[i]) + " " +
               severity_word(i);
  if (!parts.empty()) text += " (" + parts + ")";
  text += "\n";
  for (const FindingExample& example : group.examples)
    text += "             " + shown(example.id) + "  " +
            severity_word(static_cast<std::size_t>(example.severity)) + "  " + shown(example.name) +
            "\n";
  if (group.count > group.examples.size())
    text += "             and " + std::to_string(group.count - group.examples.size()) + " more\n";
  return text;
}

boost::json::object json_of(const FindingGroup& group) {
  boost::json::object severities;
  for (std::size_t i = group.by_severity.size(); i-- > 0;)
    if (group.by_severity[i] > 0) severities[severity_word(i)] = group.by_severity[i];
  boost::json::array examples;
  for (const FindingExample& example : group.examples)
    examples.push_back(
        boost::json::object{{"id", shown(example.id)},
                            {"severity", severity_word(static_cast<std::size_t>(example.severity))},
                            {"name", shown(example.name)}});
  return {{"count", group.count},
          {"by_severity", std::move(severities)},
          {"examples", std::move(examples)}};
}

}  // namespace

RunAgainst compared(const RunRecord& later, StateStore& store) {
  RunAgainst against;
  against.why_not = why_not_comparable(later);
  if (!against.why_not.empty()) return against;
  against.earlier = before(later, store);
  if (!against.earlier) {
    against.why_not = "no earlier run's output is there to compare with";
    return against;
  }
  try {
    against.comparison =
        compare_findings(findings_of(*against.earlier), findings_of(later), kExamples);
    against.warnings = warnings_on(*against.earlier, later);
  } catch (const Failure& failure) {
    against.why_not = failure.what();
  }
  return against;
}

std::string text_of(const RunAgainst& against) {
  if (!against.comparison) return "not compared: " + plain_text(against.why_not) + "\n";
  const RunComparison& found = *against.comparison;
  std::string text = "against run " + plain_text(against.earlier->start.run_id) + " of " +
                     rfc3339(against.earlier->start.started_at) + "\n";
  text += text_of("new      ", found.fresh) + text_of("gone     ", found.gone) +
          text_of("changed  ", found.changed) + "  the same   " + std::to_string(found.same) + "\n";
  for (const std::string& warning : against.warnings)
    text += "warning: " + plain_text(warning) + "\n";
  return text;
}

boost::json::value json_of(const RunAgainst& against) {
  boost::json::object one;
  one["with"] =
      against.earlier ? boost::json::value(plain_text(against.earlier->start.run_id)) : nullptr;
  if (!against.comparison) {
    one["why_not"] = plain_text(against.why_not);
    return one;
  }
  one["new"] = json_of(against.comparison->fresh);
  one["gone"] = json_of(against.comparison->gone);
  one["changed"] = json_of(against.comparison->changed);
  one["same"] = against.comparison->same;
  boost::json::array warnings;
  for (const std::string& warning : against.warnings) warnings.emplace_back(plain_text(warning));
  one["warnings"] = std::move(warnings);
  return one;
}

}  // namespace ingest::host
