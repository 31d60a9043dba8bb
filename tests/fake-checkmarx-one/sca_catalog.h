// What the tenant holds for the SCA services. Services ask for one thing at a time; nothing here
// grows with the number of rows.
#ifndef TESTS_FAKE_CHECKMARX_ONE_SCA_CATALOG_H_
#define TESTS_FAKE_CHECKMARX_ONE_SCA_CATALOG_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fake_cx1 {

struct Project {
  std::string id;
  std::string name;
  std::string tenant_id;
  std::string created_at;
  std::string updated_at;
  std::vector<std::string> groups;
  std::vector<std::pair<std::string, std::string>> tags;
  std::string repo_url;
  std::string main_branch;
  std::optional<std::string> origin;  // absent for projects made by hand
  std::optional<std::string> scm_repo_id;
  std::optional<std::int64_t> repo_id;
  std::int64_t criticality = 3;
  bool private_package = false;
  std::string imported_name;
  std::optional<std::vector<std::string>> application_ids;  // nothing: null
};

struct EngineState {
  std::string name;
  std::string status;
  std::string details;
};

struct Scan {
  std::string id;
  std::size_t project = 0;
  unsigned ordinal = 0;  // 0 is the newest scan of its project
  std::string project_id;
  std::string project_name;
  std::string created_at;
  std::string updated_at;
  std::string status;
  std::vector<EngineState> engines;
  bool engines_as_text = false;  // the quirk of the specification's own example
  std::string branch;
  std::string initiator;
  std::string user_agent;
  std::string source_type;
  std::string source_origin;
  std::string repo_url;  // known to the scan's metadata only
  std::uint64_t rows = 0;

  const EngineState* FindEngine(std::string_view name) const;
  bool ScaCompleted() const;
};

struct RowHead {
  std::string_view type;
  std::string_view severity;
  std::string_view status;
  std::string_view state;
};

// What a right client makes of one SCA row.
struct ScaFinding {
  std::string key;
  std::string id;
  std::string package_identifier;
  std::string severity;
  std::string status;
  std::string state;
  std::string cve;
  std::string cwe;
  std::string ecosystem;
  std::optional<std::string> package_name;  // nothing: cannot be told from the identifier
  std::optional<std::string> package_version;
  std::string recommended_version;
  std::string first_found;
  std::string found;
  std::string description;
  std::optional<double> cvss_score;
};

// Thread-safe.
class ScaCatalog {
 public:
  virtual ~ScaCatalog() = default;

  virtual std::size_t ProjectCount() const = 0;
  virtual Project ProjectAt(std::size_t index) const = 0;
  virtual std::optional<std::size_t> FindProject(std::string_view id) const = 0;
  // Newest first.
  virtual std::vector<Scan> ScansOf(std::size_t project) const = 0;
  virtual std::optional<Scan> FindScan(std::string_view id) const = 0;
  virtual RowHead HeadOf(const Scan& scan, std::uint64_t row) const = 0;
  virtual void AppendRow(const Scan& scan, std::uint64_t row, std::string& out) const = 0;
  // Nothing for a row of another engine.
  virtual std::optional<ScaFinding> Truth(const Scan& scan, std::uint64_t row) const = 0;
};

// The scan whose rows count: the newest one, Completed or Partial, in which SCA completed.
const Scan* CountedScan(const std::vector<Scan>& newest_first);

// Rules that both the generated and the sample tenant's truth follow.
bool IsCve(std::string_view text);
std::string ChooseCve(std::string_view cve_name, std::string_view id);
std::string ChooseCwe(std::string_view cwe_id);
std::string_view Trimmed(std::string_view text);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_SCA_CATALOG_H_
