// dast_tenant.hpp - a tenant in memory for the DAST connector's unit tests, with every disputed
// behaviour of the service as a switch, and what a fetch from it gave. One thread.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ingest/v1/asset.pb.h"
#include "ingest/v1/finding.pb.h"
#include "ingest/v1/source_page.pb.h"
#include "scripted_host.hpp"

namespace checkmarx::dast {

struct TenantScan {
  std::string id = {};
  std::string update_time = "2026-01-12T04:05:06.1234567Z";
  size_t results = 0;
  std::string status = "Completed";
  bool has_results = true;
  bool stored = true;
};

struct TenantEnvironment {
  std::string id;
  std::vector<TenantScan> scans;
};

class DastTenant {
 public:
  DastTenant();

  void add(const std::string& id, std::vector<TenantScan> scans) {
    environments.push_back({id, std::move(scans)});
  }

  // Fetches with these config members on top of a working connection.
  void fetch(const boost::json::object& config = {});

  ingest::v1::UnitReport report(const std::string& unit) const;
  ingest::v1::Listing listing() const;
  // Ids of all rows in the unit's pages, in the order of places.
  std::vector<std::string> rows(const std::string& unit) const;
  // All rows of the unit's pages.
  std::vector<boost::json::object> full_rows(const std::string& unit) const;

  std::vector<TenantEnvironment> environments;
  uint64_t first_number = 0;  // what "from" counts from
  bool to_included = false;
  size_t window_cap = 1'000'000;
  uint64_t claims_more = 0;  // of both listings
  size_t page_cap = 100;
  bool cap_moves_pages = true;  // pages count the capped size; else as asked for
  bool states_total = true;
  bool states_pages = true;
  bool ignores_page = false;
  size_t total_too_high = 0;  // of results
  bool wraps_details = false;
  std::function<boost::json::object(const std::string&)> detail;  // of a result
  // Overrides the answer to a request; empty: none.
  std::function<std::optional<ingest::test::Answer>(const ingest::test::Request&)> override;

  ingest::test::ScriptedHost host;
  std::unique_ptr<ingest::test::RecordingSink> sink;

 private:
  ingest::test::Answer answer(const ingest::test::Request& request);
  ingest::test::Answer window(const ingest::test::Request& request, const boost::json::array& all,
                              const char* rows_key, const char* total_key) const;
  ingest::test::Answer scans(const ingest::test::Request& request) const;
  ingest::test::Answer results(const ingest::test::Request& request) const;
  ingest::test::Answer info(const ingest::test::Request& request) const;
};

// The settings JSON of a working connection.
std::string settings(const boost::json::object& config = {});

boost::json::object result_row(const std::string& id);

// What transform made of pages.
struct Output {
  std::vector<ingest::v1::Asset> assets;
  std::vector<ingest::v1::Finding> findings;
  std::vector<ingest::v1::DeadLetter> dead;
};
Output transform(const std::vector<ingest::test::Record>& pages,
                 const boost::json::object& config = {});

std::vector<std::string> numbered(size_t count);

}  // namespace checkmarx::dast
