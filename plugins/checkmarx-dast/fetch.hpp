// fetch.hpp - one full pull: environments, their scans, the results of one scan each. One thread,
// that of the host's call; up to the host's concurrency of requests are under way at once.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "checkmarx-dast/environment.hpp"
#include "checkmarx-dast/settings.hpp"
#include "checkmarx-dast/window_listing.hpp"
#include "checkmarx-one/api_client.hpp"

namespace checkmarx::dast {

// Shapes of the two listings, for the checks too.
WindowListing::Shape environments_shape();
WindowListing::Shape scans_shape(const std::string& environment);

class Fetch {
 public:
  Fetch(one::ApiClient& api, const ingest::sdk::FetchSink& sink, const Settings& settings);
  Fetch(const Fetch&) = delete;
  Fetch& operator=(const Fetch&) = delete;

  // Throws what ends the whole pull; what concerns one environment is in its unit's report.
  void run();

 private:
  struct Work;  // one environment under way

  void listed(std::vector<boost::json::object> rows);
  void list_scans(const std::shared_ptr<Work>& work);
  void scans_listed(const std::shared_ptr<Work>& work, const WindowListing& listing);
  void read_results(const std::shared_ptr<Work>& work);
  void end(const ingest::v1::UnitReport& report);
  void keep_listing();

  one::ApiClient& api_;
  const ingest::sdk::FetchSink& sink_;
  const Settings& settings_;
  std::shared_ptr<WindowListing> listing_;
  uint64_t begun_ = 0;
  uint64_t skipped_ = 0;
  uint64_t done_ = 0;
};

}  // namespace checkmarx::dast
