// maps_try.cc - "ingest maps try": what a map makes of the first findings, source beside target.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "cli/columns.hpp"
#include "cli/maps_command.hpp"
#include "cli/output.hpp"
#include "cli/signals.hpp"
#include "cli/table.hpp"
#include "cli/trial_options.hpp"
#include "map_trial/map_trial.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kMostPageRows = 1000;
constexpr std::size_t kMostLines = 4;
constexpr char kIndent[] = "  ";

struct TryOptions {
  TrialOptions trial;
  std::size_t limit = 20;
};

struct Outcomes {
  std::size_t mapped = 0;
  std::size_t rejected = 0;
  std::size_t dropped = 0;
};

Outcomes outcomes_of(const std::vector<TriedRecord>& records) {
  Outcomes all;
  for (const TriedRecord& record : records) {
    all.mapped += record.result == TriedRecord::Result::kMapped ? 1U : 0U;
    all.rejected += record.result == TriedRecord::Result::kRejected ? 1U : 0U;
    all.dropped += record.result == TriedRecord::Result::kDropped ? 1U : 0U;
  }
  return all;
}

std::string summary(const MapTrial& trial) {
  const Outcomes findings = outcomes_of(trial.findings);
  const Outcomes assets = outcomes_of(trial.assets);
  std::string line = count_of(trial.findings.size(), "row") + ": " +
                     std::to_string(findings.mapped) + " mapped, " +
                     std::to_string(findings.rejected) + " can't be mapped, " +
                     std::to_string(findings.dropped) + " dropped by the map; " +
                     count_of(trial.assets.size(), "asset");
  if (assets.rejected > 0)
    line += ", of which " + std::to_string(assets.rejected) + " can't be mapped";
  return line + "; nothing was written\n";
}

// Everything above a record's fields: what it is, where it comes from, what became of it.
std::string heading(const std::string& what, const TriedRecord& record, bool has_row) {
  std::string line = what;
  if (!record.name.empty()) line += ": " + record.name;
  std::string from = record.unit;
  if (has_row) from += ", " + record.page + ", row " + std::to_string(record.row);
  std::string text = shown(line) + "\n" + kIndent + "from " + shown(from) + "\n";
  if (record.result == TriedRecord::Result::kRejected)
    text += std::string(kIndent) + "CAN'T BE MAPPED: " + shown(record.reason) + "\n";
  if (record.result == TriedRecord::Result::kDropped)
    text += std::string(kIndent) + "dropped by the map: " + shown(record.reason) + "\n";
  return text;
}

// Nearly every path of a finding has the same start.
std::string abbreviated(std::string path) {
  constexpr std::string_view kStart = "findings[].";
  for (std::size_t at = path.find(kStart); at != std::string::npos; at = path.find(kStart, at))
    path.replace(at, kStart.size(), ".");
  return path;
}

std::string table_of(const std::string& what, const TriedRecord& record, bool has_row,
                     std::size_t width) {
  const Columns columns(shared_out(width - std::string(kIndent).size(), {30, 24, 21, 25}),
                        kMostLines);
  std::string text = heading(what, record, has_row);
  if (!record.fields.empty()) text += columns.row({"SOURCE", "VALUE", "TARGET", "MAPPED"}, kIndent);
  for (const TriedField& field : record.fields)
    text += columns.row(
        {shown(abbreviated(field.source)), shown(field.value), shown(abbreviated(field.target)),
         field.reason.empty() ? shown(field.mapped) : "(" + shown(field.reason) + ")"},
        kIndent);
  return text + "\n";
}

bool print_tables(const MapTrial& trial) {
  const std::size_t width = page_width();
  std::size_t number = 0;
  for (const TriedRecord& asset : trial.assets)
    if (!print(table_of("asset " + std::to_string(++number), asset, false, width))) return false;
  if (!trial.findings.empty() &&
      !print("Below, a \".\" that begins a path stands for findings[].\n\n"))
    return false;
  number = 0;
  for (const TriedRecord& finding : trial.findings)
    if (!print(table_of("finding " + std::to_string(++number), finding, true, width))) return false;
  return print(summary(trial));
}

boost::json::object json_of(const TriedRecord& record, bool has_row) {
  boost::json::object json{{"unit", shown(record.unit)}, {"name", shown(record.name)}};
  if (has_row) {
    json["page"] = shown(record.page);
    json["place"] = record.place;
    json["row"] = record.row;
  }
  json["result"] = result_name(record.result);
  json["reason"] = shown(record.reason);
  boost::json::array fields;
  for (const TriedField& field : record.fields)
    fields.push_back({{"map_row", field.row},
                      {"source", shown(field.source)},
                      {"value", shown(field.value)},
                      {"target", shown(field.target)},
                      {"mapped", shown(field.mapped)},
                      {"reason", shown(field.reason)}});
  json["fields"] = std::move(fields);
  return json;
}

boost::json::object json_of(const std::string& connection, const sdk::TransformMap& map,
                            const MapTrial& trial) {
  boost::json::array assets;
  for (const TriedRecord& asset : trial.assets) assets.push_back(json_of(asset, false));
  boost::json::array findings;
  for (const TriedRecord& finding : trial.findings) findings.push_back(json_of(finding, true));
  const Outcomes outcomes = outcomes_of(trial.findings);
  return {{"connection", shown(connection)},
          {"map", {{"name", shown(map.name())}, {"version", map.version()}}},
          {"assets", std::move(assets)},
          {"findings", std::move(findings)},
          {"mapped", outcomes.mapped},
          {"rejected", outcomes.rejected},
          {"dropped", outcomes.dropped}};
}

void try_it(OpenTrial& trial, const TryOptions& options, const CommonOptions& common) {
  MapTrial tried;
  unless_stopped([&] {
    tried = try_map(trial.open().instance(), trial.map(), trial.source(), options.limit,
                    stop_requested());
  });
  tell_remarks(trial.source(), tried.read, common);
  if (options.trial.format == "json")
    print_json(json_of(trial.open().connection().name, trial.map(), tried));
  else
    print_tables(tried);
}

}  // namespace

void add_maps_try(CLI::App& maps, const CommonOptions& common, ExitStatus& status) {
  CLI::App* command = maps.add_subcommand(
      "try",
      "what a map makes of the first findings, source beside target; nothing is "
      "written\n\n"
      "  ingest maps try mine acme-sca --limit 5\n"
      "  ingest maps try ./mine.yaml acme-sca --recorded rec");
  auto options = std::make_shared<TryOptions>();
  add_trial_options(*command, options->trial);
  command->add_option("--limit", options->limit, "rows to map (default: 20)")
      ->check(CLI::Range(std::size_t{1}, kMostPageRows).description(""))
      ->type_name("N");
  command
      ->add_option(
          "--recorded", options->trial.recording,
          "what 'ingest run --record DIR' made, in place of the source; needs no credentials")
      ->type_name("DIR");
  command->callback([options, &common, &status] {
    status = in_trial(options->trial, common,
                      [&](OpenTrial& trial) { try_it(trial, *options, common); });
  });
}

}  // namespace ingest::host
