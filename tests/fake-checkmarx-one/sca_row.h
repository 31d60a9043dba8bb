// One generated SCA row: what it means, and which of the shapes seen in the field it takes.
#ifndef TESTS_FAKE_CHECKMARX_ONE_SCA_ROW_H_
#define TESTS_FAKE_CHECKMARX_ONE_SCA_ROW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dice.h"
#include "sca_catalog.h"

namespace fake_cx1 {

struct RowPlace {
  std::uint64_t seed = 0;
  std::uint64_t project = 0;
  std::uint64_t row = 0;
  std::int64_t scan_time = 0;
  std::string_view scan_id;
  std::string_view older_scan_id;
};

// The dice of a row; rows of one project repeat in its later scans, so the scan is no part of it.
Dice RowDice(const RowPlace& place);
// Severity, status and state; `type` is left to the caller.
RowHead MakeRowHead(const RowPlace& place);

enum class CvssShape { kFull, kOlder, kNull, kEmpty, kMissing };
enum class SimilarityShape { kText, kInteger, kOldCasing };

struct ScaRow {
  std::string id;
  std::string alternate_id;  // empty: the row has none
  RowHead head;
  std::string created;
  std::string first_found;
  std::string found;
  std::string_view first_scan_id;
  std::optional<std::string> description;

  std::string_view ecosystem;
  std::string package_name;
  std::string package_version;
  // The version holds a hyphen or does not begin with a digit, so that no rule can be sure where
  // in the identifier it begins.
  bool version_is_ambiguous = false;
  std::string recommended_version;

  bool has_details = true;
  std::string cve_name;
  std::string cwe_id;
  double cvss_score = 0;

  CvssShape cvss_shape = CvssShape::kFull;
  SimilarityShape similarity_shape = SimilarityShape::kText;
  bool comments_are_empty = false;
  std::uint64_t exploitable_methods = 0;  // 0: null
  std::uint64_t references = 0;

  std::string PackageIdentifier() const;
};

ScaRow MakeScaRow(const RowPlace& place);
ScaFinding MakeFinding(const ScaRow& row);
void AppendScaRow(const ScaRow& row, std::string& out);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_SCA_ROW_H_
