// scan_details.cc - see scan_details.hpp.
#include "checkmarx-sca/scan_details.hpp"

#include <utility>

#include "checkmarx-sca/project.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::sca {

void get_scan_details(one::ApiClient& api, const std::string& scan, DetailsFor purpose,
                      std::function<void(const ScanDetails&)> on_details,
                      std::function<void(const ingest::sdk::Error&)> on_error) {
  one::ApiRequest request;
  request.path = "/api/scans/" + ingest::sdk::percent_encode(scan);
  request.tried = "read scan " + scan;
  request.permission = "view-scans";
  request.optional = purpose == DetailsFor::kRepoUrl;
  request.service = request.optional ? kRepoUrlService : "scans";
  request.lane = ingest::sdk::Lane::kFinish;
  request.flags = INGEST_HTTP_SENSITIVE;
  api.get(std::move(request), [purpose, on_details = std::move(on_details),
                               on_error = std::move(on_error)](one::Answer answer) {
    if (!answer.ok()) return on_error(*answer.failure);
    ScanDetails details;
    try {
      const boost::json::object body =
          ingest::sdk::json::parse_object(answer.body(), "the scan's details");
      if (purpose == DetailsFor::kChoice) details.sca_status = sca_status(body);
      details.repo_url = repo_url_of(body);
    } catch (const ingest::sdk::Error& e) {
      return on_error(e);
    }
    on_details(details);
  });
}

}  // namespace checkmarx::sca
