#include "generated_dast.h"

#include "dice.h"
#include "json_text.h"

namespace fake_cx1 {
namespace {

constexpr std::uint16_t kEnvironmentKind = 0xE0E0;
constexpr std::uint16_t kDastScanKind = 0xD0D0;
constexpr std::uint64_t kEnvironmentPlace = 6ULL << 40U;
constexpr std::int64_t kFirstDastScan = 1768190706;  // 2026-01-12T04:05:06Z

// D Completed, F Finished@…, e the same with no finding, n Completed with nothing stored, f Failed,
// R Running, X Cancelled; the one created last first. The fourth environment's second scan was
// updated a quarter of a second after the first one.
constexpr std::array<std::string_view, 8> kScansByEnvironment = {"DF", "fD", "",  "FD",
                                                                 "RD", "nF", "e", "fX"};
constexpr std::size_t kCloseTimes = 3;

constexpr std::array<std::string_view, 6> kDomains = {"Portal",
                                                      "Orders API",
                                                      "Never scanned?",
                                                      "B\xC3\xBC"
                                                      "ro \xE2\x80\x93 intern",
                                                      "<i>shop</i> & co",
                                                      "\xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x9A\x80"};

std::string_view LastStatusOf(char kind) {
  switch (kind) {
    case 'F':
      return "Finished@Scan finished successfully";
    case 'f':
      return "Failed@Target not reachable";
    case 'R':
      return "Running";
    case 'X':
      return "Cancelled";
    default:
      return "Completed";
  }
}

// Fractions of every length that the service sends, and none.
std::string TimeText(std::int64_t seconds, std::size_t form) {
  constexpr std::array<std::string_view, 4> kFractions = {".1234567", "", ".5", ".0000001"};
  std::string text = Timestamp(seconds);
  text.insert(text.size() - 1, kFractions[form % kFractions.size()]);
  return text;
}

}  // namespace

std::string GeneratedEnvironmentUrl(std::size_t index) {
  const std::string number = std::to_string(index);
  return index % 2 == 0 ? "https://portal" + number + ".example.com"
                        : "https://api.example.com/v" + number;
}

std::uint64_t GeneratedDast::ResultsOf(std::size_t environment, unsigned ordinal) const {
  const std::uint64_t span = options_.rows_max - options_.rows_min + 1;
  std::uint64_t rows =
      options_.rows_min + Dice(seed_, kEnvironmentPlace, environment).Below("rows", span);
  if (environment == 0 && options_.big_scan) rows = *options_.big_scan;
  return ordinal == 0 ? rows : rows - rows / 4;
}

std::vector<DastScan> GeneratedDast::ScansOf(std::size_t environment) const {
  const std::size_t layout = environment % kScansByEnvironment.size();
  const std::string_view kinds = kScansByEnvironment[layout];
  std::vector<DastScan> scans;
  for (unsigned ordinal = 0; ordinal < kinds.size(); ++ordinal) {
    const char kind = kinds[ordinal];
    const std::int64_t end = kFirstDastScan - static_cast<std::int64_t>(environment % 5000) * 3600 -
                             static_cast<std::int64_t>(ordinal) * 2 * 86400;
    DastScan scan;
    scan.id = NumberedUuid(seed_, kDastScanKind, static_cast<std::uint16_t>(ordinal), environment);
    scan.environment = environment;
    scan.ordinal = ordinal;
    scan.environment_id = NumberedUuid(seed_, kEnvironmentKind, 0, environment);
    scan.created = TimeText(end - 3900, environment + ordinal);
    scan.start_time = kind == 'X' ? "" : TimeText(end - 3895, environment + ordinal + 1);
    scan.update_time = TimeText(end, environment + ordinal);
    if (layout == kCloseTimes) {
      scan.update_time = Timestamp(kFirstDastScan - static_cast<std::int64_t>(environment) * 3600);
      if (ordinal == 1) scan.update_time.insert(scan.update_time.size() - 1, ".25");
    }
    scan.last_status = LastStatusOf(kind);
    scan.has_results = kind == 'D' || kind == 'F' || kind == 'e';
    scan.stored = scan.has_results && !(options_.lost_results && environment == kCloseTimes);
    if (scan.stored && kind != 'e') scan.results = ResultsOf(environment, ordinal);
    scans.push_back(std::move(scan));
  }
  return scans;
}

DastEnvironment GeneratedDast::EnvironmentAt(std::size_t index) const {
  const std::vector<DastScan> scans = ScansOf(index);
  DastEnvironment environment;
  environment.id = NumberedUuid(seed_, kEnvironmentKind, 0, index);
  environment.domain = std::string(kDomains[index % kDomains.size()]) + " " + std::to_string(index);
  environment.url = GeneratedEnvironmentUrl(index);
  environment.scan_type = index % 2 == 0 ? "DAST" : "DASTAPI";
  environment.created =
      TimeText(kFirstDastScan - 100 * 86400 + static_cast<std::int64_t>(index) * 60, index);
  environment.last_status = scans.empty() ? "New" : scans.front().last_status;
  if (!scans.empty()) environment.last_scan_time = scans.front().update_time;
  environment.risk_rating = ChosenScan(scans) == nullptr ? "No risk" : "High risk";
  return environment;
}

std::optional<std::size_t> GeneratedDast::FindEnvironment(std::string_view id) const {
  UuidNumbers numbers;
  if (!ReadNumberedUuid(id, seed_, kEnvironmentKind, numbers)) return std::nullopt;
  if (numbers.group != 0 || numbers.number >= options_.environments) return std::nullopt;
  return numbers.number;
}

std::optional<DastScan> GeneratedDast::FindScan(std::string_view id) const {
  UuidNumbers numbers;
  if (!ReadNumberedUuid(id, seed_, kDastScanKind, numbers)) return std::nullopt;
  if (numbers.number >= options_.environments) return std::nullopt;
  std::vector<DastScan> scans = ScansOf(numbers.number);
  if (numbers.group >= scans.size()) return std::nullopt;
  return std::move(scans[numbers.group]);
}

DastPlace GeneratedDast::PlaceOf(const DastScan& scan, std::uint64_t row,
                                 std::string_view url) const {
  return {seed_, scan.environment, row, scan.environment_id, url};
}

DastHead GeneratedDast::HeadOf(const DastScan& scan, std::uint64_t row) const {
  return MakeDastHead(PlaceOf(scan, row, {}));
}

void GeneratedDast::AppendResult(const DastScan& scan, std::uint64_t row, std::string& out) const {
  const std::string url = GeneratedEnvironmentUrl(scan.environment);
  const DastPlace place = PlaceOf(scan, row, url);
  AppendDastRow(place, MakeDastRow(place), out);
}

std::optional<std::uint64_t> GeneratedDast::FindResult(const DastScan& scan,
                                                       std::string_view id) const {
  const auto row = RowNumberOf(id);
  if (!row || *row >= scan.results) return std::nullopt;
  return MakeDastRow(PlaceOf(scan, *row, {})).id == id ? row : std::nullopt;
}

void GeneratedDast::AppendInfo(const DastScan& scan, std::uint64_t row, std::string& out) const {
  const std::string url = GeneratedEnvironmentUrl(scan.environment);
  const DastPlace place = PlaceOf(scan, row, url);
  AppendDastInfo(place, MakeDastRow(place), canary_, out);
}

DastFinding GeneratedDast::Truth(const DastScan& scan, std::uint64_t row_number) const {
  const std::string url = GeneratedEnvironmentUrl(scan.environment);
  const DastRow row = MakeDastRow(PlaceOf(scan, row_number, url));
  const AlertKind& kind = AlertKindAt(row.kind);
  return {row.id,
          std::string(kind.name),
          std::string(kind.severity),
          row.status,
          row.state,
          row.url,
          row.method,
          row.path,
          NormalCwe(kind.cwe_id),
          OwaspOf(kind),
          row.description,
          row.solution,
          row.created_at,
          row.updated_at};
}

}  // namespace fake_cx1
