// sca_tenant.hpp - a tenant in memory for the SCA connector's unit tests, with every disputed
// behaviour of the service as a switch, and what a fetch from it gave. One thread.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ingest/v1/source_page.pb.h"
#include "scripted_host.hpp"

namespace checkmarx::sca {

struct TenantScan {
  std::string id = {};
  std::string status = "Completed";
  std::string sca_status = "Completed";
  std::string created_at = "2026-01-10T00:00:00Z";
  size_t rows = 0;
  std::string repo_url = {};
  std::string branch = "main";
};

struct TenantProject {
  std::string id;
  std::string repo_url;
  std::vector<TenantScan> scans;
};

class ScaTenant {
 public:
  ScaTenant();

  TenantProject& add(const std::string& id, std::vector<TenantScan> scans,
                     const std::string& repo_url = "https://git.example/x");

  // Fetches with these scope and config members on top of a working connection.
  void fetch(const boost::json::object& scope = {}, const boost::json::object& config = {});

  ingest::v1::UnitReport report(const std::string& unit) const;
  // Ids of all rows in the unit's pages, in the order of places.
  std::vector<std::string> rows(const std::string& unit) const;
  boost::json::object context(const std::string& unit, size_t place) const;
  ingest::v1::Listing listing() const;

  std::vector<TenantProject> projects;
  size_t results_cap = 10000;
  size_t last_scan_cap = 1000;
  bool honours_sca_status = true;
  bool sca_status_hides_partial = false;
  bool refuses_sca_status = false;
  enum class Offset { kPages, kItems, kIgnored } counts = Offset::kPages;
  bool states_total = true;
  size_t total_too_high = 0;
  // Overrides the answer for a path; empty: none.
  std::function<std::optional<ingest::test::Answer>(const ingest::test::Request&)> override;

  ingest::test::ScriptedHost host;
  std::unique_ptr<ingest::test::RecordingSink> sink;

 private:
  ingest::test::Answer answer(const ingest::test::Request& request);
  ingest::test::Answer list_projects(const ingest::test::Request& request) const;
  ingest::test::Answer last_scans(const ingest::test::Request& request) const;
  ingest::test::Answer scan(const std::string& id) const;
  ingest::test::Answer results(const ingest::test::Request& request) const;
  const TenantScan* find_scan(const std::string& id) const;
};

// The settings JSON of a working connection.
std::string settings(const boost::json::object& scope = {}, const boost::json::object& config = {});

// "r0", "r1", ...: the ids of a scan's rows.
std::vector<std::string> numbered(size_t count);

}  // namespace checkmarx::sca
