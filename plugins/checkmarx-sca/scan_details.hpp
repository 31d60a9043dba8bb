// scan_details.hpp - the few facts of GET /api/scans/{id} that are needed. The answer can hold
// credentials of the repository, so it is never traced and nothing else of it is kept.
// One thread.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "checkmarx-one/api_client.hpp"

namespace checkmarx::sca {

struct ScanDetails {
  std::string sca_status;  // of the SCA engine: "Completed"; empty when it is not stated
  std::string repo_url;    // from the scan's metadata; empty: none
};

// Empty details: the source knows no such scan.
void get_scan_details(one::ApiClient& api, const std::string& scan,
                      std::function<void(const std::optional<ScanDetails>&)> on_details,
                      std::function<void(const ingest::sdk::Error&)> on_error);

}  // namespace checkmarx::sca
