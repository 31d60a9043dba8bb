// What the tenant holds for the DAST services.
#ifndef TESTS_FAKE_CHECKMARX_ONE_DAST_CATALOG_H_
#define TESTS_FAKE_CHECKMARX_ONE_DAST_CATALOG_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fake_cx1 {

struct DastEnvironment {
  std::string id;
  std::string domain;  // the display name
  std::string url;
  std::string scan_type;
  std::string created;
  std::string last_scan_time;
  std::string last_status;
  std::string risk_rating;
};

struct DastScan {
  std::string id;
  std::size_t environment = 0;
  unsigned ordinal = 0;
  std::string environment_id;
  std::string created;
  std::string start_time;
  std::string update_time;
  std::string last_status;
  bool has_results = false;  // what the scan says
  bool stored = false;       // whether the results service knows it
  std::uint64_t results = 0;
};

struct DastHead {
  std::string_view severity;
  std::string_view status;
  std::string_view state;
  std::string_view method;
};

struct DastFinding {
  std::string id;
  std::string name;
  std::string severity;
  std::string status;
  std::string state;
  std::string url;
  std::string method;
  std::string path;
  std::string cwe;
  std::vector<std::string> owasp;
  std::string description;
  std::string solution;
  std::string detail_created_at;
  std::string detail_updated_at;
};

// Thread-safe.
class DastCatalog {
 public:
  virtual ~DastCatalog() = default;

  virtual std::size_t EnvironmentCount() const = 0;
  // In order of creation.
  virtual DastEnvironment EnvironmentAt(std::size_t index) const = 0;
  virtual void AppendEnvironment(std::size_t index, std::string& out) const = 0;
  virtual std::optional<std::size_t> FindEnvironment(std::string_view id) const = 0;
  // The one created last comes first.
  virtual std::vector<DastScan> ScansOf(std::size_t environment) const = 0;
  virtual void AppendScan(const DastScan& scan, std::string& out) const = 0;
  virtual std::optional<DastScan> FindScan(std::string_view id) const = 0;
  virtual DastHead HeadOf(const DastScan& scan, std::uint64_t row) const = 0;
  virtual void AppendResult(const DastScan& scan, std::uint64_t row, std::string& out) const = 0;
  virtual std::optional<std::uint64_t> FindResult(const DastScan& scan,
                                                  std::string_view id) const = 0;
  virtual void AppendInfo(const DastScan& scan, std::uint64_t row, std::string& out) const = 0;
  // One JSON text a kind of vulnerability found by the scan.
  virtual std::vector<std::string> AlertsOf(const DastScan& scan) const = 0;
  virtual DastFinding Truth(const DastScan& scan, std::uint64_t row) const = 0;
};

// "Finished@Scan finished successfully" is finished: what counts stands before the "@".
bool IsFinished(std::string_view last_status);
std::string_view StatusWord(std::string_view last_status);

// Units of 100 ns since 1970; texts have none to seven fractional digits. Nothing for "".
std::optional<std::int64_t> ReadTime(std::string_view text);

// The newest finished scan with results, by updateTime.
const DastScan* ChosenScan(const std::vector<DastScan>& scans);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_DAST_CATALOG_H_
