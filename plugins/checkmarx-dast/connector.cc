// connector.cc - the DAST connector as the host sees it. Its methods have the thread rules of
// connector.h; transform and rows are thread-safe.
#include <string_view>

#include "checkmarx-dast/descriptor.hpp"
#include "checkmarx-dast/fetch.hpp"
#include "checkmarx-dast/probes.hpp"
#include "checkmarx-dast/settings.hpp"
#include "checkmarx-dast/transform.hpp"
#include "checkmarx-one/api_client.hpp"
#include "checkmarx-one/connection_check.hpp"
#include "checkmarx-one/wall_clock.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/http.hpp"
#include "ingest/sdk/rows.hpp"

namespace checkmarx::dast {
namespace {

class Connector {
 public:
  Connector(const ingest::sdk::Host& host, std::string_view settings)
      : host_(host), settings_(parse_settings(settings, one::unix_now())), transform_(settings_) {}

  static const ingest_descriptor& descriptor() { return dast::descriptor(); }

  void test_connection(const ingest::sdk::Call& call, const ingest::sdk::Sink& sink) {
    one::check_connection(details(), ingest::sdk::HttpClient(host_), call, sink, settings_.tenant,
                          {probe_authorization, probe_data});
  }

  void fetch(const ingest::sdk::Call& call, const ingest::sdk::FetchSink& sink) {
    one::ApiClient api(ingest::sdk::HttpClient(host_), call, settings_.tenant);
    Fetch(api, sink, settings_).run();
  }

  void transform(const ingest::sdk::Call&, const ingest::sdk::Page& page,
                 const ingest::sdk::Sink& sink) {
    transform_.page(page, sink);
  }

  void rows(const ingest::sdk::Call&, const ingest::sdk::Page& page,
            const ingest::sdk::RowSink& sink) {
    transform_.rows(page, sink);
  }

 private:
  ingest::sdk::Host host_;
  const Settings settings_;
  const Transform transform_;
};

}  // namespace
}  // namespace checkmarx::dast

INGEST_CONNECTOR(checkmarx::dast::Connector)
