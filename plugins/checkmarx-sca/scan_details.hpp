// scan_details.hpp - the few facts of GET /api/scans/{id} that are needed. The answer can hold
// credentials of the repository, so it is never traced and nothing else of it is kept.
// One thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "checkmarx-one/api_client.hpp"

namespace checkmarx::sca {

struct ScanDetails {
  std::string sca_status;  // of the SCA engine, for the choice: "Completed"; empty: took no part
  std::string repo_url;    // from the scan's metadata; empty: none
};

// What the details are asked for. Without a repository's URL the pull goes on.
enum class DetailsFor { kChoice, kRepoUrl };
inline constexpr std::string_view kRepoUrlService = "repository URLs";

void get_scan_details(one::ApiClient& api, const std::string& scan, DetailsFor purpose,
                      std::function<void(const ScanDetails&)> on_details,
                      std::function<void(const ingest::sdk::Error&)> on_error);

}  // namespace checkmarx::sca
