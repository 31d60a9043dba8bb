// fetch.hpp - one full pull: projects, their scans, the scans' results. One thread, that of the
// host's call; up to the host's concurrency of requests are under way at once.
#pragma once

#include <cstdint>
#include <vector>

#include "checkmarx-one/api_client.hpp"
#include "checkmarx-one/item_listing.hpp"
#include "checkmarx-sca/project.hpp"
#include "checkmarx-sca/repo_urls.hpp"
#include "checkmarx-sca/scan_choice.hpp"
#include "checkmarx-sca/settings.hpp"

namespace checkmarx::sca {

class Fetch {
 public:
  Fetch(one::ApiClient& api, const ingest::sdk::FetchSink& sink, const Settings& settings);
  Fetch(const Fetch&) = delete;
  Fetch& operator=(const Fetch&) = delete;

  // Throws what ends the whole pull; what concerns one project is in its unit's report.
  void run();

 private:
  void listed(std::vector<boost::json::object> rows);
  void chosen(Project project);
  void ask_repo_url(Project project);
  void read_results(Project project);
  void failed(Project project, const ingest::sdk::Error& error);
  void end(const ingest::v1::UnitReport& report);
  void keep_listing();

  one::ApiClient& api_;
  const ingest::sdk::FetchSink& sink_;
  const Settings& settings_;
  one::ItemListing listing_;
  ScanChoice scans_;
  RepoUrls repo_urls_;
  uint64_t begun_ = 0;
  uint64_t skipped_ = 0;
  uint64_t done_ = 0;
};

}  // namespace checkmarx::sca
