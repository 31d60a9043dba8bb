// maps_coverage.cc - "ingest maps coverage": what a map leaves out, over a whole recording.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/columns.hpp"
#include "cli/maps_command.hpp"
#include "cli/output.hpp"
#include "cli/signals.hpp"
#include "cli/table.hpp"
#include "cli/trial_options.hpp"
#include "map_trial/map_coverage.hpp"
#include "maps/target_names.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kMostLines = 4;
constexpr char kIndent[] = "  ";

std::string counts_of(const MapCoverage::Counts& counts, const std::string& noun) {
  return count_of(counts.all(), noun) + ": " + std::to_string(counts.mapped) + " mapped, " +
         std::to_string(counts.rejected) + " can't be mapped, " + std::to_string(counts.dropped) +
         " dropped by the map\n";
}

std::string share_of(std::uint64_t part, std::uint64_t whole) {
  const std::uint64_t percent = whole == 0 ? 0 : part * 100 / whole;
  return std::to_string(part) + " of " + std::to_string(whole) + " (" +
         (percent == 0 && part > 0 ? "<1" : std::to_string(percent)) + "%)";
}

std::string rows_text(const std::vector<std::size_t>& rows) {
  std::string text;
  for (const std::size_t row : rows) text += (text.empty() ? "" : ", ") + std::to_string(row);
  return text;
}

class Page {
 public:
  explicit Page(std::size_t width) : width_(width) {}

  void section(const std::string& title, std::size_t entries,
               const std::vector<std::size_t>& weights, const std::vector<std::string>& heads) {
    text_ += "\n" + title + ": " + (entries == 0 ? "none" : std::to_string(entries)) + "\n";
    columns_ = Columns(shared_out(width_ - std::string(kIndent).size(), weights), kMostLines);
    if (entries > 0) row(heads);
  }
  void row(const std::vector<std::string>& cells) { text_ += columns_.row(cells, kIndent); }
  void line(const std::string& line) { text_ += kIndent + line + "\n"; }
  const std::string& text() const noexcept { return text_; }

 private:
  const std::size_t width_;
  Columns columns_{{}, kMostLines};
  std::string text_;
};

void add_fields(Page& page, const MapCoverage& found) {
  page.section("Source fields that no row of the map looks at",
               found.unread_root.size() + found.unread_row.size(), {46, 24, 30},
               {"FIELD", "HAVE IT", "EXAMPLE"});
  for (const auto& field : found.unread_root)
    page.row(
        {shown(field.path), share_of(field.objects, found.assets.all()), shown(field.example)});
  for (const auto& field : found.unread_row)
    page.row(
        {shown(field.path), share_of(field.objects, found.findings.all()), shown(field.example)});
  if (found.more_fields)
    page.line("and more: only the first " + std::to_string(FieldTally::kMostFields) +
              " fields are told apart");
}

std::string tables_of(const MapCoverage& found, const std::string& title) {
  Page page(page_width());
  add_fields(page, found);
  page.section("Targets of the map that were always empty", found.empty.size(), {32, 10, 34, 24},
               {"TARGET", "MAP ROWS", "SOURCE", "WHY"});
  for (const auto& target : found.empty)
    page.row(
        {shown(target.target), rows_text(target.rows), shown(target.sources), shown(target.why)});
  page.section("Values that the map's value maps do not know", found.unknown.size(),
               {10, 10, 24, 32, 24}, {"COUNT", "MAP ROW", "VALUE", "SOURCE", "BECOMES"});
  for (const auto& value : found.unknown)
    page.row({std::to_string(value.count), std::to_string(value.row), shown(value.value),
              shown(value.source), shown(value.policy)});
  if (found.more_unknown > 0)
    page.line("and " + std::to_string(found.more_unknown) + " more, not told apart");
  page.section("Targets that no row of the map fills", found.unfilled.size(), {36, 64},
               {"TARGET", "WHAT IT IS"});
  for (const std::string& target : found.unfilled) {
    const sdk::map::TargetInfo* info = target_info(target);
    page.row({target, info == nullptr ? "" : std::string(info->doc)});
  }
  return "Map " + title + "\n" + counts_of(found.assets, "asset") +
         counts_of(found.findings, "row") + page.text();
}

boost::json::array json_of(const std::vector<FieldTally::Field>& fields, std::uint64_t of) {
  boost::json::array all;
  for (const auto& field : fields)
    all.push_back({{"path", shown(field.path)},
                   {"count", field.objects},
                   {"of", of},
                   {"example", shown(field.example)}});
  return all;
}

boost::json::object json_of(const MapCoverage::Counts& counts) {
  return {{"mapped", counts.mapped}, {"rejected", counts.rejected}, {"dropped", counts.dropped}};
}

boost::json::object json_of(const sdk::TransformMap& map, const MapCoverage& found) {
  boost::json::array fields = json_of(found.unread_root, found.assets.all());
  for (auto& field : json_of(found.unread_row, found.findings.all()))
    fields.push_back(std::move(field));
  boost::json::array empty;
  for (const auto& target : found.empty) {
    boost::json::array rows;
    for (const std::size_t row : target.rows) rows.push_back(row);
    empty.push_back({{"target", shown(target.target)},
                     {"map_rows", std::move(rows)},
                     {"sources", shown(target.sources)},
                     {"why", target.why}});
  }
  boost::json::array unknown;
  for (const auto& value : found.unknown)
    unknown.push_back({{"value", shown(value.value)},
                       {"count", value.count},
                       {"map_row", value.row},
                       {"source", shown(value.source)},
                       {"target", shown(value.target)},
                       {"policy", shown(value.policy)}});
  boost::json::array unfilled(found.unfilled.begin(), found.unfilled.end());
  return {{"map", {{"name", shown(map.name())}, {"version", map.version()}}},
          {"assets", json_of(found.assets)},
          {"findings", json_of(found.findings)},
          {"unmapped_fields", std::move(fields)},
          {"more_fields", found.more_fields},
          {"empty_targets", std::move(empty)},
          {"unknown_values", std::move(unknown)},
          {"more_unknown_values", found.more_unknown},
          {"unfilled_targets", std::move(unfilled)},
          {"unreadable_pages", found.read.unreadable}};
}

void cover(OpenTrial& trial, const TrialOptions& options, const CommonOptions& common) {
  MapCoverage found;
  unless_stopped([&] {
    found = cover_map(trial.open().instance(), trial.map(), trial.source(), stop_requested());
  });
  tell_remarks(trial.source(), found.read, common);
  if (options.format == "json")
    print_json(json_of(trial.map(), found));
  else
    print(tables_of(found, trial.map_title()));
}

}  // namespace

void add_maps_coverage(CLI::App& maps, const CommonOptions& common, ExitStatus& status) {
  CLI::App* command = maps.add_subcommand("coverage",
                                          "what a map leaves out, over a whole recording: source "
                                          "fields that it never looks at, targets "
                                          "that stay empty, values that it does not know\n\n"
                                          "  ingest run acme-sca --record rec\n"
                                          "  ingest maps coverage mine acme-sca --recorded rec");
  auto options = std::make_shared<TrialOptions>();
  add_trial_options(*command, *options);
  command
      ->add_option("--recorded", options->recording,
                   "what 'ingest run --record DIR' made; needs no credentials")
      ->required()
      ->type_name("DIR");
  command->callback([options, &common, &status] {
    status = in_trial(*options, common, [&](OpenTrial& trial) { cover(trial, *options, common); });
  });
}

}  // namespace ingest::host
