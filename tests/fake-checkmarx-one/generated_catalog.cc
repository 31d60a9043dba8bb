#include "generated_catalog.h"

#include <array>

#include "dice.h"
#include "generated_rows.h"

namespace fake_cx1 {
namespace {

constexpr std::uint16_t kProjectKind = 0xA1B2;
constexpr std::uint16_t kScanKind = 0x5151;
constexpr std::uint64_t kProjectPlace = 2ULL << 40U;
constexpr std::int64_t kEpoch = 1768051766;  // 2026-01-10T13:29:26Z

// C Completed, c Completed without the SCA engine, P Partial with SCA completed, p Partial with SCA
// failed, R Running, F Failed, d Completed on a dependabot branch; newest first.
constexpr std::array<std::string_view, 16> kScansByProject = {
    "CC", "C", "PC", "", "C", "cC", "CC", "P", "dC", "pC", "C", "RC", "C", "p", "FC", "c"};

constexpr std::array<std::string_view, 12> kNames = {
    "acme/payments-api",
    "web-portal",
    "\xC3\xBCn\xC3\xAF"
    "code \xE2\x80\x94 \xD0\xBF\xD1\x80\xD0\xBE\xD0\xB5\xD0\xBA\xD1\x82",
    "legacy-batch",
    "O\xE2\x80\x99"
    "Brien \xE2\x80\x9Csmart\xE2\x80\x9D",
    "<b>markup</b> & co",
    "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE3\x83\x97\xE3\x83\xAD",
    "rocket \xF0\x9F\x9A\x80",
    "semi;colon, comma | pipe",
    "non\xC2\xA0"
    "breaking",
    "quote\" back\\slash",
    "tab\there"};

EngineState Done(std::string_view name) { return {std::string(name), "Completed", ""}; }

std::vector<EngineState> EnginesOf(char kind, bool many) {
  std::vector<EngineState> engines;
  const bool stopped = kind == 'R' || kind == 'F';
  if (many || kind == 'c' || kind == 'P' || kind == 'p') engines.push_back(Done("sast"));
  if (many) {
    for (const std::string_view name : {"kics", "apisec", "containers"}) {
      engines.push_back(Done(name));
    }
  }
  if (kind != 'c') engines.push_back(Done("sca"));
  if (kind == 'P') engines.front() = {"sast", "Failed", "Engine timeout"};
  if (kind == 'p') engines.back() = {"sca", "Failed", "Could not resolve dependencies"};
  if (stopped) {
    for (EngineState& engine : engines) engine.status = kind == 'R' ? "Running" : "Failed";
  }
  return engines;
}

std::string_view StatusOf(char kind) {
  switch (kind) {
    case 'P':
    case 'p':
      return "Partial";
    case 'R':
      return "Running";
    case 'F':
      return "Failed";
    default:
      return "Completed";
  }
}

std::int64_t ScanTime(std::size_t project, unsigned ordinal) {
  return kEpoch - static_cast<std::int64_t>(project % 5000) * 3600 -
         static_cast<std::int64_t>(ordinal) * 3 * 86400;
}

std::string RepoUrl(std::size_t project) {
  return "https://git.example.com/acme/repo-" + std::to_string(project);
}

}  // namespace

std::string GeneratedCatalog::ProjectName(std::size_t index) const {
  return std::string(kNames[index % kNames.size()]) + " " + std::to_string(index);
}

Project GeneratedCatalog::ProjectAt(std::size_t index) const {
  const Dice dice(seed_, kProjectPlace, index);
  Project project;
  project.id = NumberedUuid(seed_, kProjectKind, 0, index);
  project.name = ProjectName(index);
  project.tenant_id = "5d0f3c1e-7b52-4f0a-9b6e-2f7f1f6c9a01";
  const std::int64_t created = kEpoch - 200 * 86400 + static_cast<std::int64_t>(index % 100000);
  project.created_at = TimestampMicros(created, dice.Roll("micros"));
  project.updated_at = TimestampMicros(kEpoch - static_cast<std::int64_t>(index % 1000), 4518);
  if (dice.OneIn("group", 3)) project.groups.push_back(NumberedUuid(seed_, 0x7A7A, 0, index % 7));
  if (dice.OneIn("tags", 2)) {
    project.tags = {{"team", "payments"},
                    {"pci", ""},
                    {"stra\xC3\x9F"
                     "e",
                     "a,b=c:d"}};
  }
  switch (index % 4) {
    case 0:
    case 2:
      project.repo_url = RepoUrl(index);
      project.origin = "GitHub";
      project.scm_repo_id = "repo-" + std::to_string(index);
      project.repo_id = static_cast<std::int64_t>(20000 + index);
      project.imported_name = project.name;
      break;
    case 1:  // imported, but only its scans know from where
      project.origin = "GitHub";
      break;
    default:
      break;
  }
  if (index % 3 != 2) project.main_branch = index % 3 == 0 ? "main" : "master";
  project.criticality = static_cast<std::int64_t>(dice.Below("criticality", 6));
  project.private_package = dice.OneIn("private", 5);
  if (!dice.OneIn("null applications", 4)) project.application_ids.emplace();
  if (project.application_ids && dice.OneIn("application", 3)) {
    project.application_ids->push_back(NumberedUuid(seed_, 0xC0FF, 0, index % 5));
  }
  return project;
}

std::optional<std::size_t> GeneratedCatalog::FindProject(std::string_view id) const {
  UuidNumbers numbers;
  if (!ReadNumberedUuid(id, seed_, kProjectKind, numbers)) return std::nullopt;
  if (numbers.group != 0 || numbers.number >= options_.projects) return std::nullopt;
  return numbers.number;
}

std::uint64_t GeneratedCatalog::RowsOf(std::size_t project, unsigned ordinal) const {
  const std::uint64_t span = options_.rows_max - options_.rows_min + 1;
  std::uint64_t rows = options_.rows_min + Dice(seed_, kProjectPlace, project).Below("rows", span);
  const bool is_big =
      options_.big_scan_every == 0 ? project == 0 : project % options_.big_scan_every == 0;
  if (is_big && options_.big_scan) rows = *options_.big_scan;
  return ordinal == 0 ? rows : rows - rows / 4;
}

std::vector<Scan> GeneratedCatalog::ScansOf(std::size_t project) const {
  const std::string_view kinds = kScansByProject[project % kScansByProject.size()];
  std::vector<Scan> scans;
  for (unsigned ordinal = 0; ordinal < kinds.size(); ++ordinal) {
    const char kind = kinds[ordinal];
    const std::int64_t time = ScanTime(project, ordinal);
    Scan scan;
    scan.id = NumberedUuid(seed_, kScanKind, static_cast<std::uint16_t>(ordinal), project);
    scan.project = project;
    scan.ordinal = ordinal;
    scan.project_id = NumberedUuid(seed_, kProjectKind, 0, project);
    scan.project_name = ProjectName(project);
    scan.created_at = TimestampMicros(time, 427023);
    scan.updated_at = TimestampMicros(time + 193, 463243);
    scan.status = StatusOf(kind);
    scan.engines = EnginesOf(kind, options_.engines_mixed);
    scan.engines_as_text = project % 5 == 4;
    constexpr std::array<std::string_view, 4> kBranches = {"main", "master", "",
                                                           "feature/a&b=c#d \xC3\xA9"};
    scan.branch = kind == 'd' ? "dependabot/npm_and_yarn/minimist-1.2.8"
                              : kBranches[project % 3 == 2 ? 2 + project % 2 : project % 3];
    scan.initiator = project % 2 == 0 ? "etm-ci" : "jdoe";
    scan.user_agent = project % 2 == 0 ? "grpc-java-netty/1.75.0" : "ASTCLI/2.3.20";
    scan.source_type = project % 4 == 3 ? "zip" : "github";
    scan.source_origin = project % 4 == 3 ? "ASTCLI" : "Webhook";
    if (project % 4 != 3) scan.repo_url = RepoUrl(project);
    scan.rows = kind == 'R' || kind == 'F' ? 0 : RowsOf(project, ordinal);
    scans.push_back(std::move(scan));
  }
  return scans;
}

std::optional<Scan> GeneratedCatalog::FindScan(std::string_view id) const {
  UuidNumbers numbers;
  if (!ReadNumberedUuid(id, seed_, kScanKind, numbers)) return std::nullopt;
  if (numbers.number >= options_.projects) return std::nullopt;
  std::vector<Scan> scans = ScansOf(numbers.number);
  if (numbers.group >= scans.size()) return std::nullopt;
  return std::move(scans[numbers.group]);
}

std::string GeneratedCatalog::OlderScanId(const Scan& scan) const {
  return NumberedUuid(seed_, kScanKind, 0x100, scan.project);
}

RowPlace GeneratedCatalog::PlaceOf(const Scan& scan, std::uint64_t row,
                                   std::string_view older_scan_id) const {
  return RowPlace{seed_,   scan.project, row, ScanTime(scan.project, scan.ordinal),
                  scan.id, older_scan_id};
}

RowHead GeneratedCatalog::HeadOf(const Scan& scan, std::uint64_t row) const {
  const RowPlace place = PlaceOf(scan, row, {});
  RowHead head = MakeRowHead(place);
  head.type = RowType(place, scan.ScaCompleted(), options_.engines_mixed);
  return head;
}

void GeneratedCatalog::AppendRow(const Scan& scan, std::uint64_t row, std::string& out) const {
  const std::string older = OlderScanId(scan);
  const RowPlace place = PlaceOf(scan, row, older);
  const std::string_view type = RowType(place, scan.ScaCompleted(), options_.engines_mixed);
  if (type == "sca") {
    AppendScaRow(MakeScaRow(place), out);
  } else {
    AppendOtherEngineRow(place, type, out);
  }
}

std::optional<ScaFinding> GeneratedCatalog::Truth(const Scan& scan, std::uint64_t row) const {
  const RowPlace place = PlaceOf(scan, row, {});
  if (RowType(place, scan.ScaCompleted(), options_.engines_mixed) != "sca") return std::nullopt;
  return MakeFinding(MakeScaRow(place));
}

}  // namespace fake_cx1
