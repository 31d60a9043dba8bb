// The composed DAST samples as a tenant: three environments, the first with three scans, of which
// one has five results, one an empty set and one nothing stored.
#ifndef TESTS_FAKE_CHECKMARX_ONE_SAMPLE_DAST_H_
#define TESTS_FAKE_CHECKMARX_ONE_SAMPLE_DAST_H_

#include <boost/json/value.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "dast_catalog.h"

namespace fake_cx1 {

class SampleDast : public DastCatalog {
 public:
  // Throws std::exception when a sample is missing or not what it should be.
  explicit SampleDast(const std::filesystem::path& directory);

  std::size_t EnvironmentCount() const override { return environments_.size(); }
  DastEnvironment EnvironmentAt(std::size_t index) const override;
  void AppendEnvironment(std::size_t index, std::string& out) const override;
  std::optional<std::size_t> FindEnvironment(std::string_view id) const override;
  std::vector<DastScan> ScansOf(std::size_t environment) const override;
  void AppendScan(const DastScan& scan, std::string& out) const override;
  std::optional<DastScan> FindScan(std::string_view id) const override;
  DastHead HeadOf(const DastScan& scan, std::uint64_t row) const override;
  void AppendResult(const DastScan& scan, std::uint64_t row, std::string& out) const override;
  std::optional<std::uint64_t> FindResult(const DastScan& scan, std::string_view id) const override;
  void AppendInfo(const DastScan& scan, std::uint64_t row, std::string& out) const override;
  std::vector<std::string> AlertsOf(const DastScan& scan) const override;
  DastFinding Truth(const DastScan& scan, std::uint64_t row) const override;

 private:
  std::vector<boost::json::value> environments_;
  std::vector<boost::json::value> scans_;
  std::vector<boost::json::value> results_;
  boost::json::value info_;
  std::vector<std::string> alerts_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_SAMPLE_DAST_H_
