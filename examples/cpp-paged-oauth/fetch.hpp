// fetch.hpp - reads the list of applications and, while it is still being read, their findings.
#pragma once

#include <ingest/v1/source_page.pb.h>
#include <ingest/sdk/connector.hpp>

#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include "api.hpp"

namespace paged_oauth {

// For one call of fetch; one thread.
class Fetch {
 public:
  Fetch(Api& api, const ingest::sdk::Call& call, const ingest::sdk::FetchSink& sink)
      : api_(api), call_(call), sink_(sink) {}
  void run();

 private:
  // An application that is being read.
  struct Unit {
    std::string context;  // its entry in the list, as JSON
    std::string path;
    ingest::v1::UnitReport report;
    std::set<std::string> cursors;  // a source that names one again would be read for ever
  };

  void list(const std::string& cursor);
  void begin(const boost::json::object& application);
  void read(const std::shared_ptr<Unit>& unit, const std::string& cursor);
  void take(const std::shared_ptr<Unit>& unit, const ListPage& page);
  void end(Unit& unit);

  Api& api_;
  const ingest::sdk::Call& call_;
  const ingest::sdk::FetchSink& sink_;
  ingest::v1::Listing listing_;
  std::set<std::string> applications_;
  std::set<std::string> cursors_;
  uint64_t done_ = 0;
};

}  // namespace paged_oauth
