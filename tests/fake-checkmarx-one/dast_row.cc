#include "dast_row.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "dice.h"
#include "nasty_texts.h"
#include "url_form.h"

namespace fake_cx1 {
namespace {

constexpr std::uint64_t kDastRowPlace = 4ULL << 40U;
constexpr std::uint64_t kAlertPlace = 5ULL << 40U;
constexpr std::int64_t kLastDastUpdate = 1768190706;  // 2026-01-12T04:05:06Z

constexpr std::array<AlertKind, kAlertKinds> kKinds = {{
    {"Cross Site Scripting (Reflected)", "HIGH", "79", "OWASP_2021_A03,OWASP_2017_A07"},
    {"Content Security Policy (CSP) Header Not Set", "MEDIUM", "693", "OWASP_2021_A05"},
    {"Cookie No HttpOnly Flag", "LOW", "1004", "OWASP_2021_A05,OWASP_2017_A06"},
    {"User Agent Fuzzer", "INFO", "-1", ""},
    {"SQL Injection", "CRITICAL", "89", "OWASP_2021_A03,OWASP_2017_A01"},
    {"Missing Anti-clickjacking Header", "MEDIUM", "1021", "OWASP_2021_A05"},
    {"Timestamp Disclosure \xE2\x80\x93 Unix", "LOW", "200", "OWASP_2021_A01"},
    {"Strict-Transport-Security Header Not Set", "LOW", "319", ""},
    {"Path Traversal <b>&amp;</b>", "HIGH", "22", "OWASP_2021_A01"},
    {"Information Disclosure - \xE2\x80\x9CSuspicious\xE2\x80\x9D Comments", "INFO", "", ""},
    {"Server Leaks Version Information", "LOW", "200", "OWASP_2021_A05"},
    {"Absence of Anti-CSRF Tokens", "MEDIUM", "352", "OWASP_2021_A01"},
}};

constexpr std::array<std::string_view, 10> kStates = {
    "To Verify", "To Verify", "Not Exploitable", "Proposed Not Exploitable",
    "Confirmed", "Urgent",    "To Verify",       "Custom Accepted",
    "To Verify", "To Verify"};
constexpr std::array<std::string_view, 4> kStatuses = {"Recurrent", "New", "Recurrent",
                                                       "Recurrent"};
constexpr std::array<std::string_view, 5> kMethods = {"GET", "POST", "GET", "PUT", "DELETE"};

Dice DiceOf(const DastPlace& place) {
  return Dice(place.seed, kDastRowPlace + place.environment, place.row);
}

std::string RowDigits(std::uint64_t row) {
  std::string digits(12, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, row >>= 4U) {
    *digit = "0123456789abcdef"[row & 0xFU];
  }
  return digits;
}

// Ends with twelve digits of the row's number, so that a detail is found without an index. One in
// ten holds what a path segment must escape.
std::string ResultId(const Dice& dice, std::uint64_t row) {
  if (dice.OneIn("awkward id", 10)) {
    return dice.Hex("id", 20) + "/+ %" + RowDigits(row) + "==";
  }
  return dice.Hex("id", 52) + RowDigits(row);
}

}  // namespace

const AlertKind& AlertKindAt(std::size_t index) { return kKinds.at(index); }

std::size_t AlertKindOf(const DastPlace& place) { return DiceOf(place).Below("kind", kAlertKinds); }

std::string AlertSimilarityId(std::uint64_t seed, std::uint64_t environment, std::size_t kind) {
  return Dice(seed, kAlertPlace + environment, kind).Hex("alert", 64);
}

DastHead MakeDastHead(const DastPlace& place) {
  const Dice dice = DiceOf(place);
  return {kKinds[AlertKindOf(place)].severity, dice.Pick("status", kStatuses),
          dice.Pick("state", kStates), dice.Pick("method", kMethods)};
}

DastRow MakeDastRow(const DastPlace& place) {
  const Dice dice = DiceOf(place);
  const DastHead head = MakeDastHead(place);
  DastRow row;
  row.id = ResultId(dice, place.row);
  row.kind = AlertKindOf(place);
  row.state = head.state;
  row.status = head.status;
  row.method = head.method;
  row.description = "Synthetic description of " + std::string(kKinds[row.kind].name) + ".";
  if (dice.OneIn("nasty", 5)) {
    row.description += ' ';
    row.description += dice.Pick("nasty text", kNastyTexts);
  }
  if (!dice.OneIn("no solution", 4)) row.solution = "Synthetic solution.";
  row.path = "/p" + std::to_string(place.row % 997) + "/search";
  if (dice.OneIn("query", 2)) row.path += "?q=%3Cb%3E&n=" + std::to_string(place.row);
  if (dice.OneIn("root", 20)) row.path = "/";
  row.url = std::string(place.environment_url) + row.path;
  row.alert_similarity_id = AlertSimilarityId(place.seed, place.environment, row.kind);
  row.has_notes = dice.OneIn("notes", 6);
  row.created_at = Timestamp(kLastDastUpdate - 86400 -
                             static_cast<std::int64_t>(dice.Below("age", 200 * 86400)));
  row.updated_at = Timestamp(kLastDastUpdate);
  return row;
}

std::optional<std::uint64_t> RowNumberOf(std::string_view result_id) {
  while (!result_id.empty() && result_id.back() == '=') result_id.remove_suffix(1);
  if (result_id.size() < 12) return std::nullopt;
  result_id.remove_prefix(result_id.size() - 12);
  std::uint64_t row = 0;
  const auto read = std::from_chars(result_id.data(), result_id.data() + 12, row, 16);
  if (read.ptr != result_id.data() + 12) return std::nullopt;
  return row;
}

std::vector<std::string> OwaspOf(const AlertKind& kind) { return SplitList(kind.owasp, ','); }

std::string NormalCwe(std::string_view cwe_id) {
  const bool digits = !cwe_id.empty() && std::all_of(cwe_id.begin(), cwe_id.end(),
                                                     [](char c) { return c >= '0' && c <= '9'; });
  return digits ? "CWE-" + std::string(cwe_id) : std::string();
}

}  // namespace fake_cx1
