#include "sca_row.h"

#include <array>

#include "jwt.h"
#include "nasty_texts.h"

namespace fake_cx1 {
namespace {

using Texts4 = std::array<std::string_view, 4>;

constexpr std::uint64_t kRowPlace = 1ULL << 40U;
constexpr std::uint64_t kPairPlace = 1ULL << 41U;

constexpr std::array<std::string_view, 12> kSeverities = {"HIGH", "MEDIUM", "LOW",    "CRITICAL",
                                                          "INFO", "HIGH",   "MEDIUM", "MEDIUM",
                                                          "HIGH", "LOW",    "MEDIUM", "HIGH"};
constexpr std::array<std::string_view, 6> kStatuses = {"RECURRENT", "NEW",       "RECURRENT",
                                                       "FIXED",     "RECURRENT", "RECURRENT"};
constexpr std::array<std::string_view, 14> kStates = {
    "TO_VERIFY", "TO_VERIFY", "NOT_EXPLOITABLE", "PROPOSED_NOT_EXPLOITABLE",
    "CONFIRMED", "URGENT",    "URGENT ",         "Risk Accepted (custom)",
    "TO_VERIFY", "TO_VERIFY", "CONFIRMED",       "Ausnahme gew\xC3\xA4hrt",
    "TO_VERIFY", "TO_VERIFY"};
constexpr std::array<std::string_view, 8> kCwes = {"CWE-79",  "CWE-400", "CWE-1321",      "CWE-22",
                                                   "CWE-502", "",        "NVD-CWE-Other", "CWE-20"};
constexpr std::array<std::string_view, 8> kEcosystems = {"Npm", "Maven", "Python", "Nuget",
                                                         "Go",  "Php",   "Ruby",   "Npm"};
constexpr std::array<std::string_view, 6> kWords = {"parser",  "on-headers",    "core-lib",
                                                    "base-64", "log4j-1.2-api", "x"};

std::string PackageName(const Dice& dice, std::string_view ecosystem) {
  const std::string word(dice.Pick("word", kWords));
  const std::string number = std::to_string(dice.Below("package", 400));
  if (ecosystem == "Maven") return "org.example.p" + number + ":" + word;
  if (ecosystem == "Go") return "example.org/m" + number + "/" + word;
  if (ecosystem == "Php") return "vendor" + number + "/" + word;
  if (ecosystem == "Nuget") return "Example.P" + number + ".Json";
  if (ecosystem == "Npm" && dice.OneIn("scoped", 3)) return "@scope" + number + "/" + word;
  return word + "-p" + number;
}

// Two rows that share their id are neighbours, and their versions differ by the last number's
// parity: id and package identifier together are unique in a scan.
void ChooseVersion(const Dice& dice, std::uint64_t row_number, ScaRow& row) {
  const std::string patch = std::to_string(2 * dice.Below("patch", 50) + row_number % 2);
  const std::string version = std::to_string(dice.Below("major", 12)) + "." +
                              std::to_string(dice.Below("minor", 30)) + "." + patch;
  row.package_version = version;
  if (row.ecosystem == "Go") {
    row.package_version = "v" + version;
    if (dice.OneIn("pseudo", 2)) {
      row.package_version += "-20190611184440-" + dice.Hex("commit", 12);
    }
  } else if (dice.OneIn("prerelease", 13)) {
    constexpr Texts4 kSuffixes = {"-beta.2", "-SNAPSHOT", "-jre", "-rc-3"};
    row.package_version += dice.Pick("suffix", kSuffixes);
  }
  row.version_is_ambiguous = row.package_version != version;
}

void ChooseIdentity(const Dice& id_dice, std::uint64_t id_row, ScaRow& row) {
  if (id_dice.OneIn("own research", 9)) {
    // The multiplication permutes 32-bit numbers, so that no two rows get the same id.
    const auto head = static_cast<std::uint32_t>(id_row * 2654435761ULL);
    constexpr std::string_view kDigits = "0123456789abcdef";
    row.id = "Cx";
    for (unsigned shift = 32; shift != 0; shift -= 4) row.id += kDigits[head >> (shift - 4) & 0xFU];
    row.id += "-" + id_dice.Hex("tail", 4);
  } else {
    row.id = "CVE-2099-" + std::to_string(10000 + id_row);
  }
  row.has_details = !id_dice.OneIn("no details", 41);
  if (!row.has_details) return;
  row.cwe_id = id_dice.Pick("cwe", kCwes);
  switch (id_dice.Below("cve name", 12)) {
    case 0:
      row.cve_name = "CWE-74";
      break;
    case 1:
      break;
    default:
      row.cve_name = row.id;
  }
  const auto tenths = static_cast<double>(id_dice.Below("score", 101));
  row.cvss_score = tenths / 10.0;
  if (id_dice.OneIn("float", 2)) row.cvss_score = static_cast<float>(row.cvss_score);
}

std::optional<std::string> ChooseDescription(const Dice& dice, const ScaRow& row) {
  if (dice.OneIn("no description", 37)) return std::nullopt;
  std::string text = "Synthetic description of " + row.id + ".";
  if (dice.OneIn("nasty", 5)) {
    text += ' ';
    text += dice.Pick("nasty text", kNastyTexts);
  }
  const std::uint64_t sentences = dice.Below("length", 8);
  for (std::uint64_t i = 0; i < sentences; ++i) {
    text +=
        " A crafted request makes the component use more memory than it should, which an "
        "attacker can repeat.";
  }
  return text;
}

std::string ChooseAlternateId(const Dice& dice) {
  if (dice.OneIn("no alternate id", 9)) return {};
  std::string bytes;
  std::uint64_t value = dice.Roll("alternate id");
  for (unsigned i = 0; i < 32; ++i) {
    if (i % 8 == 0) value = Mix(value);
    bytes += static_cast<char>(static_cast<unsigned char>(value >> (8 * (i % 8))));
  }
  return Base64(bytes);
}

}  // namespace

Dice RowDice(const RowPlace& place) {
  return Dice(place.seed, kRowPlace + place.project, place.row);
}

RowHead MakeRowHead(const RowPlace& place) {
  const Dice dice = RowDice(place);
  return RowHead{{},
                 dice.Pick("severity", kSeverities),
                 dice.Pick("status", kStatuses),
                 dice.Pick("state", kStates)};
}

std::string ScaRow::PackageIdentifier() const {
  std::string text(ecosystem);
  text += '-';
  text += package_name;
  text += '-';
  text += package_version;
  return text;
}

ScaRow MakeScaRow(const RowPlace& place) {
  const Dice dice = RowDice(place);
  const Dice pair(place.seed, kPairPlace + place.project, place.row / 2);
  const std::uint64_t id_row = pair.OneIn("shared", 4) ? place.row / 2 * 2 : place.row;
  RowPlace id_place = place;
  id_place.row = id_row;

  ScaRow row;
  ChooseIdentity(RowDice(id_place), id_row, row);
  row.alternate_id = ChooseAlternateId(dice);
  row.head = MakeRowHead(place);
  row.head.type = "sca";
  row.found = Timestamp(place.scan_time + 186);
  row.created = row.found;
  const bool is_new = row.head.status == "NEW";
  const auto age = static_cast<std::int64_t>(dice.Below("age", 400 * 86400) + 86400);
  row.first_found = is_new ? row.found : Timestamp(place.scan_time - age);
  row.first_scan_id = is_new ? place.scan_id : place.older_scan_id;
  row.description = ChooseDescription(dice, row);
  row.ecosystem = dice.Pick("ecosystem", kEcosystems);
  row.package_name = PackageName(dice, row.ecosystem);
  ChooseVersion(dice, place.row, row);
  if (!dice.OneIn("no recommendation", 4)) {
    row.recommended_version = std::to_string(13 + dice.Below("recommended", 5)) + ".0.1";
  }
  constexpr std::array<CvssShape, 8> kShapes = {
      CvssShape::kFull,  CvssShape::kOlder,   CvssShape::kNull, CvssShape::kFull,
      CvssShape::kEmpty, CvssShape::kMissing, CvssShape::kFull, CvssShape::kFull};
  row.cvss_shape = kShapes[dice.Below("cvss", kShapes.size())];
  if (dice.OneIn("integer similarity", 8)) row.similarity_shape = SimilarityShape::kInteger;
  if (dice.OneIn("old casing", 8)) row.similarity_shape = SimilarityShape::kOldCasing;
  row.comments_are_empty = dice.OneIn("comments", 3);
  row.exploitable_methods = dice.OneIn("methods", 4) ? 1 + dice.Below("method count", 3) : 0;
  row.references = dice.Below("references", 5);
  return row;
}

ScaFinding MakeFinding(const ScaRow& row) {
  ScaFinding finding;
  finding.id = row.id;
  finding.package_identifier = row.PackageIdentifier();
  finding.key =
      row.alternate_id.empty() ? row.id + "|" + finding.package_identifier : row.alternate_id;
  finding.severity = row.head.severity;
  finding.status = row.head.status;
  finding.state = Trimmed(row.head.state);
  finding.cve = ChooseCve(row.cve_name, row.id);
  finding.cwe = ChooseCwe(row.cwe_id);
  finding.ecosystem = row.ecosystem;
  if (!row.version_is_ambiguous) {
    finding.package_name = row.package_name;
    finding.package_version = row.package_version;
  }
  finding.recommended_version = row.recommended_version;
  finding.first_found = row.first_found;
  finding.found = row.found;
  finding.description = row.description.value_or("");
  if (row.has_details) finding.cvss_score = row.cvss_score;
  return finding;
}

}  // namespace fake_cx1
