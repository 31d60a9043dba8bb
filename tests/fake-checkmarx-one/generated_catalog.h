// A tenant made from a seed. Which kinds of projects there are repeats every sixteen projects, so
// that even a small tenant holds most of them (the table is in the .cc).
#ifndef TESTS_FAKE_CHECKMARX_ONE_GENERATED_CATALOG_H_
#define TESTS_FAKE_CHECKMARX_ONE_GENERATED_CATALOG_H_

#include "options.h"
#include "sca_catalog.h"
#include "sca_row.h"

namespace fake_cx1 {

class GeneratedCatalog : public ScaCatalog {
 public:
  GeneratedCatalog(std::uint64_t seed, const ScaOptions& options)
      : seed_(seed), options_(options) {}

  std::size_t ProjectCount() const override { return options_.projects; }
  Project ProjectAt(std::size_t index) const override;
  std::optional<std::size_t> FindProject(std::string_view id) const override;
  std::vector<Scan> ScansOf(std::size_t project) const override;
  std::optional<Scan> FindScan(std::string_view id) const override;
  RowHead HeadOf(const Scan& scan, std::uint64_t row) const override;
  void AppendRow(const Scan& scan, std::uint64_t row, std::string& out) const override;
  std::optional<ScaFinding> Truth(const Scan& scan, std::uint64_t row) const override;

 private:
  std::string ProjectName(std::size_t index) const;
  std::uint64_t RowsOf(std::size_t project, unsigned ordinal) const;
  RowPlace PlaceOf(const Scan& scan, std::uint64_t row, std::string_view older_scan_id) const;
  std::string OlderScanId(const Scan& scan) const;

  const std::uint64_t seed_;
  const ScaOptions options_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_GENERATED_CATALOG_H_
