// maps_explain.cc - "ingest maps explain": of one finding, for each target field the row of the
// map, what it read, and the value before and after each function.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/maps_command.hpp"
#include "cli/output.hpp"
#include "cli/signals.hpp"
#include "cli/trial_options.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "map_trial/explanation.hpp"
#include "map_trial/finding_search.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kValueMax = 240;  // bytes on a line
constexpr std::size_t kStepMax = 60;
constexpr std::uint64_t kMostPages = 100'000;  // of a source that is asked, which may be large

struct ExplainFlags {
  TrialOptions trial;
  std::string finding;
  std::string row;
};

std::string fit(const std::string& text, std::size_t max = kValueMax) {
  return plain_text(shown(text), max);
}

std::string value_of(const std::string& text) { return text.empty() ? "(empty)" : fit(text); }

std::string step_line(const sdk::map::TraceStep& step) {
  std::string line(4 + 2 * step.depth, ' ');
  if (!step.element.empty()) line += fit(step.element, kStepMax) + ": ";
  line += fit(step.what, kStepMax);
  line.resize(std::max(line.size() + 2, std::size_t{36}), ' ');
  if (step.kind == sdk::map::TraceStep::Kind::kFunction) line += value_of(step.before) + " -> ";
  return line + (step.refused.empty() ? value_of(step.after) : "refused: " + fit(step.refused)) +
         "\n";
}

// Nothing was there, and nothing came of it: no step is worth a line.
bool nothing_at_all(const sdk::map::RowTrace& row) {
  return std::all_of(row.steps.begin(), row.steps.end(), [](const sdk::map::TraceStep& step) {
    return step.before.empty() && step.after.empty() && step.refused.empty();
  });
}

void print_row(const ExplainedRow& one) {
  using Result = sdk::map::RowTrace::Result;
  const sdk::map::RowTrace& trace = one.trace;
  std::string head = "row " + std::to_string(trace.row) + "  " +
                     (one.row.drops ? "drop: finding" : fit(one.row.target)) + "  " +
                     result_name(trace.result);
  if (trace.has_when)
    head += ": " + fit(one.row.when) + (trace.applied ? " holds" : " does not hold");
  const bool brief = trace.steps.empty() || nothing_at_all(trace);
  if (brief && trace.result == Result::kEmpty) head += ": " + fit(one.row.source);
  print(head + "\n");
  if (!brief) {
    for (const sdk::map::TraceStep& step : trace.steps) print(step_line(step));
    if (trace.steps_left_out > 0)
      print("    and " + std::to_string(trace.steps_left_out) + " more steps\n");
  }
  for (const sdk::map::UnknownValue& odd : trace.unknown)
    print("    unknown to value_map: " + fit(odd.value) + " (" + fit(odd.policy) + ")\n");
  if (!trace.reason.empty()) print("    why: " + fit(trace.reason, 1024) + "\n");
  if (!one.written.empty()) {
    std::string line = "    written";
    line.resize(36, ' ');
    print(line + fit(one.written) + "\n");
  }
}

void print_text(const FindingSearch& search, const Explanation& explanation,
                const sdk::TransformMap& map) {
  const FoundFinding& found = *search.found();
  if (found.finding) {
    print("finding " + found.finding->id() + "  " + fit(found.finding->name()) + "\n");
  } else {
    print(found.about_asset ? "the asset of a unit\n" : "a row without a finding\n");
  }
  print("  unit " + fit(found.at.unit) + ", " + fit(found.page) + " (place " +
        std::to_string(found.at.place) + "), row " + std::to_string(found.at.row) + "\n");
  print("  map " + fit(map.name()) + " version " + std::to_string(map.version()) + "\n");
  if (!found.reason.empty()) print("  " + fit(found.reason, 1024) + "\n");
  if (search.matches() > 1) {
    print("  " + std::to_string(search.matches()) +
          " findings match; this is the first, the others are");
    for (const std::string& id : search.others()) print(" " + id);
    print(search.others().size() + 1 < search.matches() ? " ...\n" : "\n");
  }
  print("\n");
  for (const ExplainedRow& one : explanation.rows) print_row(one);
  if (explanation.rows.empty()) print("The map never saw this row.\n");
  if (!explanation.outcome) print("\n" + fit(explanation.outcome.reason, 1024) + "\n");
  if (explanation.not_of_the_map.empty()) return;
  print("\nnot of the map, but worked out by ingest or the connector\n");
  for (const auto& [field, value] : explanation.not_of_the_map) {
    std::string line = "    " + field;
    line.resize(std::max(line.size() + 2, std::size_t{36}), ' ');
    print(line + fit(value) + "\n");
  }
}

void print_as_json(const FindingSearch& search, const Explanation& explanation,
                   const sdk::TransformMap& map) {
  const FoundFinding& found = *search.found();
  boost::json::object json{
      {"id", found.finding ? found.finding->id() : std::string()},
      {"name", found.finding ? fit(found.finding->name(), 2048) : std::string()},
      {"unit", fit(found.at.unit)},
      {"place", found.at.place},
      {"row", found.at.row},
      {"page", fit(found.page)},
      {"map", {{"name", fit(map.name())}, {"version", map.version()}}},
      {"matches", search.matches()},
      {"outcome", explanation.outcome.dropped ? "dropped"
                  : explanation.rows.empty()  ? "not mapped"
                  : explanation.outcome.ok    ? "mapped"
                                              : "dead letter"},
      {"reason", fit(explanation.outcome.ok ? found.reason : explanation.outcome.reason, 2048)}};
  boost::json::array others;
  for (const std::string& id : search.others()) others.emplace_back(id);
  json["others"] = std::move(others);
  for (auto& member : explanation_json(explanation)) json[member.key()] = member.value();
  print_json(json);
}

[[noreturn]] void not_found(const ExplainFlags& flags, const FindingSearch& search,
                            const TrialSource& source) {
  const std::string where =
      flags.trial.recording.empty() ? "at the source" : "in " + flags.trial.recording;
  std::string what = flags.row.empty()
                         ? "no finding has the id \"" + plain_text(flags.finding, 200) + "\" " +
                               where + ": " + std::to_string(search.findings()) +
                               " findings were looked at, on " + std::to_string(search.pages()) +
                               " pages with " + std::to_string(search.rows()) + " rows"
                         : "there is no row " + plain_text(flags.row, 300) + " " + where;
  for (const std::string& remark : source.remarks()) what += "\n" + remark;
  throw Failure(ExitStatus::kConfig, what,
                flags.row.empty()
                    ? "The id is that of 'ingest read findings.binpb' (id or externalFindingId), "
                      "with the map and the scope of this connection; a dead letter has none: see "
                      "--row."
                    : "UNIT:PLACE:ROW are \"unit\", \"place\" and \"row\" of a line of "
                      "dead-letters.ndjson, 0 where it gives none.");
}

void check(const ExplainFlags& flags) {
  if (flags.finding.empty() == flags.row.empty())
    throw Failure(ExitStatus::kUsage, "which finding is to be explained?",
                  "Say --finding ID, or --row UNIT:PLACE:ROW for a dead letter.");
}

void explain_finding(OpenTrial& trial, const ExplainFlags& flags, const CommonOptions& common) {
  ConnectorInstance& instance = trial.open().instance();
  if (!instance.offers_rows())
    throw Failure(ExitStatus::kConfig,
                  trial.open().library().id() + " does not show what its map sees (ingest.rows/1)",
                  "Ask the connector's author for it.");
  FindingSearch search = flags.row.empty() ? FindingSearch(instance, flags.finding)
                                           : FindingSearch(instance, parse_row_address(flags.row));
  CallContext context;
  context.run_id = "maps-explain";
  trial.source().read_at_most(kMostPages);
  trial.source().read([&](const ingest_record& page) { return search.look_at(page, context); },
                      stop_requested());
  if (!search.found()) not_found(flags, search, trial.source());
  Explanation explanation;
  if (search.found()->root) explanation = explain(*search.found(), trial.map());
  if (flags.trial.format == "json") return print_as_json(search, explanation, trial.map());
  print_text(search, explanation, trial.map());
  tell_remarks(trial.source(), {}, common);
}

constexpr const char* kExplainHelp =
    R"(how a map comes to the fields of one finding

  ingest maps explain my-map acme-sca --finding CVE-2025-1234 --recorded rec
  ingest maps explain default acme-sca --finding 3f2a90c1d4e5f60718293a4b5c6d7e8f
  ingest maps explain my-map acme-sca --row a1b2c3d4-0000-4000-8000-000000000001:2:17

For each field the row of the map, what it read, the value before and after each function, and what
the finding has there in the end. Without --recorded the source itself is read until the finding is
there. Nothing is written.)";

}  // namespace

void add_maps_explain(CLI::App& maps, const CommonOptions& common, ExitStatus& status) {
  CLI::App* explain = maps.add_subcommand("explain", kExplainHelp);
  auto flags = std::make_shared<ExplainFlags>();
  add_trial_options(*explain, flags->trial);
  explain
      ->add_option("--finding", flags->finding,
                   "id of the finding (32 hexadecimal digits), or its externalFindingId")
      ->type_name("ID");
  explain->add_option("--row", flags->row, "of a dead letter, as dead-letters.ndjson names it")
      ->type_name("UNIT:PLACE:ROW");
  explain
      ->add_option("--recorded", flags->trial.recording,
                   "what 'ingest run --record DIR' made, in place of the source")
      ->type_name("DIR");
  explain->callback([flags, &common, &status] {
    check(*flags);
    status = in_trial(flags->trial, common, [&](OpenTrial& trial) {
      unless_stopped([&] { explain_finding(trial, *flags, common); });
    });
  });
}

}  // namespace ingest::host
