#include "run/run_summary.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "diagnostics/plain_text.hpp"
#include "run/number_table.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kLinesMax = 20;
constexpr std::size_t kCellMax = 200;
constexpr std::size_t kSentenceMax = 1024;

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string plain(const std::string& text) { return plain_text(text, kCellMax); }

std::string counted(const google::protobuf::RepeatedPtrField<v1::ReasonCount>& counts) {
  std::string text;
  for (const v1::ReasonCount& count : counts)
    text +=
        (text.empty() ? "" : ", ") + std::to_string(count.count()) + " " + plain(count.reason());
  return text;
}

// One line: the first problem, or why it failed, or what became of its rows.
std::string trouble_of(const v1::UnitAccount& unit) {
  const v1::UnitReport& report = unit.report();
  if (report.outcome() == v1::UNIT_OUTCOME_FAILED)
    return "could not be read: " +
           (report.reason().empty() ? std::string("no reason given") : plain(report.reason()));
  if (unit.problems_size() == 0)
    return std::to_string(unit.rows().dead_lettered()) + " of " +
           std::to_string(unit.rows().received()) + " rows could not be mapped";
  const int more = unit.problems_size() - 1;
  return plain(unit.problems(0)) +
         (more > 0 ? " (and " + std::to_string(more) + " more)" : std::string());
}

bool in_trouble(const v1::UnitAccount& unit) {
  return unit.problems_size() > 0 || unit.rows().dead_lettered() > 0 ||
         unit.report().outcome() == v1::UNIT_OUTCOME_FAILED;
}

std::string headline(const v1::Run& run, const std::string& noun) {
  switch (run.status()) {
    case v1::RUN_STATUS_COMPLETE:
      return "complete";
    case v1::RUN_STATUS_PARTIAL:
      return "PARTIAL: some " + plain(noun) + " could not be read; the rest is here";
    case v1::RUN_STATUS_INCOMPLETE:
      return "INCOMPLETE: something is missing; what was read is here";
    default:
      return lower(v1::RunStatus_Name(run.status()));
  }
}

// What was listed of the source, and what became of it.
std::string units_table(const v1::Run& run, const std::string& noun, std::size_t name_width) {
  NumberTable table({"claimed", "received", "unique", "= read", "+ empty", "+ incomplete",
                     "+ failed", "+ left out"});
  const auto listing = std::find_if(run.listings().begin(), run.listings().end(),
                                    [&](const v1::Listing& l) { return l.name() == noun; });
  NumberTable::Number claimed, received, unique;
  if (listing != run.listings().end()) {
    if (listing->has_claimed()) claimed = listing->claimed();
    received = listing->received();
    unique = listing->unique();
  }
  const std::uint64_t whole =
      run.units() - run.units_empty() - run.units_incomplete() - run.units_failed();
  table.add(plain(noun), {claimed, received, unique, whole, run.units_empty(),
                          run.units_incomplete(), run.units_failed(), run.units_skipped()});
  const v1::ScanCounts& scans = run.scans();
  table.add("scans", {std::nullopt, scans.received(), std::nullopt, scans.read(), scans.empty(),
                      scans.incomplete(), scans.failed(), std::nullopt});
  return table.text(name_width);
}

std::string rows_table(const v1::RowCounts& rows, std::size_t name_width) {
  NumberTable table(
      {"claimed", "received", "= findings", "+ filtered", "+ duplicates", "+ dead letters"});
  table.add("rows", {rows.has_claimed() ? NumberTable::Number(rows.claimed()) : std::nullopt,
                     rows.received(), rows.emitted(), rows.filtered(), rows.duplicate(),
                     rows.dead_lettered()});
  return table.text(name_width);
}

std::string troubled_units(const v1::Run& run) {
  std::string text;
  std::size_t troubled = 0;
  for (const v1::UnitAccount& unit : run.accounts()) {
    if (!in_trouble(unit) || troubled++ >= kLinesMax) continue;
    const v1::UnitReport& report = unit.report();
    text += "  " + plain(report.name().empty() ? report.unit() : report.name()) + ": " +
            trouble_of(unit) + "\n";
  }
  if (troubled > kLinesMax)
    text += "  and " + std::to_string(troubled - kLinesMax) + " more: see run.json\n";
  return text;
}

}  // namespace

std::string completeness_table(const v1::Run& run, const std::string& unit_noun) {
  const std::string filtered = counted(run.filtered());
  const std::string severities = lower(counted(run.by_severity()));
  std::size_t width = std::max(display_width(plain(unit_noun)), sizeof("findings") - 1);
  const auto line = [width](const std::string& name, const std::string& value) {
    return name + std::string(width + 2 - name.size(), ' ') + value + "\n";
  };
  std::string text = headline(run, unit_noun) + "\n\n";
  text += units_table(run, unit_noun, width) + "\n" + rows_table(run.rows(), width) + "\n";
  text += line("assets", std::to_string(run.assets()));
  if (!severities.empty()) text += line("findings", severities);
  if (!filtered.empty()) text += line("filtered", filtered);
  for (const std::string& warning : run.warnings())
    text += "warning: " + plain_text(warning, kSentenceMax) + "\n";
  for (const std::string& problem : run.problems())
    text += "problem: " + plain_text(problem, kSentenceMax) + "\n";
  return text + troubled_units(run);
}

v1::Run without_good_accounts(const v1::Run& run) {
  v1::Run brief = run;
  brief.clear_accounts();
  for (const v1::UnitAccount& unit : run.accounts())
    if (in_trouble(unit)) *brief.add_accounts() = unit;
  return brief;
}

}  // namespace ingest::host
