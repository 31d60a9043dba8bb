// The DAST side of the generated tenant. The kinds of environments repeat every eight.
#ifndef TESTS_FAKE_CHECKMARX_ONE_GENERATED_DAST_H_
#define TESTS_FAKE_CHECKMARX_ONE_GENERATED_DAST_H_

#include <array>
#include <string>

#include "dast_catalog.h"
#include "dast_row.h"
#include "options.h"

namespace fake_cx1 {

// Findings by severity: critical, high, medium, low, info.
using RiskLevel = std::array<std::uint64_t, 5>;

class GeneratedDast : public DastCatalog {
 public:
  GeneratedDast(std::uint64_t seed, const DastOptions& options, std::string canary)
      : seed_(seed), options_(options), canary_(std::move(canary)) {}

  std::size_t EnvironmentCount() const override { return options_.environments; }
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
  using KindCounts = std::array<std::uint64_t, kAlertKinds>;

  DastPlace PlaceOf(const DastScan& scan, std::uint64_t row, std::string_view url) const;
  KindCounts CountKinds(const DastScan& scan) const;
  std::uint64_t ResultsOf(std::size_t environment, unsigned ordinal) const;

  const std::uint64_t seed_;
  const DastOptions options_;
  const std::string canary_;
};

std::string GeneratedEnvironmentUrl(std::size_t index);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_GENERATED_DAST_H_
