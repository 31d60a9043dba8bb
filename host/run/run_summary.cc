#include "run/run_summary.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kLinesMax = 20;
constexpr std::size_t kCellMax = 200;

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

std::string first_trouble(const v1::UnitAccount& unit) {
  if (unit.problems_size() > 0)
    return plain(unit.problems(0)) +
           (unit.problems_size() > 1
                ? " (and " + std::to_string(unit.problems_size() - 1) + " more)"
                : "");
  return "could not be read: " + (unit.report().reason().empty() ? std::string("no reason given")
                                                                 : plain(unit.report().reason()));
}

bool in_trouble(const v1::UnitAccount& unit) {
  return unit.problems_size() > 0 || unit.report().outcome() == v1::UNIT_OUTCOME_FAILED;
}

}  // namespace

std::string completeness_table(const v1::Run& run, const std::string& unit_noun) {
  std::vector<std::pair<std::string, std::string>> lines;
  const auto number = [](std::uint64_t n) { return std::to_string(n); };
  lines.emplace_back("status", lower(v1::RunStatus_Name(run.status()).substr(11)));
  std::string units = number(run.units());
  if (run.units_empty() > 0) units += ", " + number(run.units_empty()) + " of them empty";
  if (run.units_failed() > 0) units += ", " + number(run.units_failed()) + " not read";
  if (run.units_skipped() > 0) units += "; " + number(run.units_skipped()) + " left out";
  lines.emplace_back(plain(unit_noun), units);
  lines.emplace_back("assets", number(run.assets()));
  lines.emplace_back("rows received", number(run.rows().received()));
  std::string severities = lower(counted(run.by_severity()));
  lines.emplace_back("= findings", number(run.rows().emitted()) +
                                       (severities.empty() ? "" : " (" + severities + ")"));
  const std::string filtered = counted(run.filtered());
  lines.emplace_back("+ filtered", number(run.rows().filtered()) +
                                       (filtered.empty() ? "" : " (" + filtered + ")"));
  lines.emplace_back("+ duplicates", number(run.rows().duplicate()));
  lines.emplace_back("+ dead letters", number(run.rows().dead_lettered()));

  std::size_t width = 0;
  for (const auto& [name, value] : lines) width = std::max(width, name.size());
  std::string text;
  for (const auto& [name, value] : lines)
    text += name + std::string(width + 2 - name.size(), ' ') + value + "\n";
  for (const std::string& warning : run.warnings()) text += "warning: " + plain(warning) + "\n";
  for (const std::string& problem : run.problems()) text += "problem: " + plain(problem) + "\n";

  std::size_t troubled = 0;
  for (const v1::UnitAccount& unit : run.accounts()) {
    if (!in_trouble(unit) || troubled++ >= kLinesMax) continue;
    const v1::UnitReport& report = unit.report();
    text += "  " + plain(report.name().empty() ? report.unit() : report.name()) + ": " +
            first_trouble(unit) + "\n";
  }
  if (troubled > kLinesMax)
    text += "  and " + number(troubled - kLinesMax) + " more: see run.json\n";
  return text;
}

v1::Run without_good_accounts(const v1::Run& run) {
  v1::Run brief = run;
  brief.clear_accounts();
  for (const v1::UnitAccount& unit : run.accounts())
    if (in_trouble(unit)) *brief.add_accounts() = unit;
  return brief;
}

}  // namespace ingest::host
