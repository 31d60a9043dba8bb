// The composed samples of tests/samples as a tenant: five projects, their last scans, the Partial
// scan of project ...0003, and ten rows, which belong to the scan of the first project.
#ifndef TESTS_FAKE_CHECKMARX_ONE_SAMPLE_CATALOG_H_
#define TESTS_FAKE_CHECKMARX_ONE_SAMPLE_CATALOG_H_

#include <boost/json/value.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "sca_catalog.h"

namespace fake_cx1 {

class SampleCatalog : public ScaCatalog {
 public:
  // Throws std::exception when a sample is missing or not what it should be.
  explicit SampleCatalog(const std::filesystem::path& directory);

  std::size_t ProjectCount() const override { return projects_.size(); }
  Project ProjectAt(std::size_t index) const override { return projects_.at(index); }
  std::optional<std::size_t> FindProject(std::string_view id) const override;
  std::vector<Scan> ScansOf(std::size_t project) const override;
  std::optional<Scan> FindScan(std::string_view id) const override;
  RowHead HeadOf(const Scan& scan, std::uint64_t row) const override;
  void AppendRow(const Scan& scan, std::uint64_t row, std::string& out) const override;
  std::optional<ScaFinding> Truth(const Scan& scan, std::uint64_t row) const override;

 private:
  void ReadProjects(const std::filesystem::path& file);
  void ReadLastScans(const std::filesystem::path& file);
  void ReadPartialScan(const std::filesystem::path& file);
  void AddScan(std::string_view project_id, const boost::json::value& sample);

  std::vector<Project> projects_;
  std::vector<Scan> scans_;  // at most one a project
  std::vector<boost::json::value> rows_;
  std::vector<std::string> row_texts_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_SAMPLE_CATALOG_H_
