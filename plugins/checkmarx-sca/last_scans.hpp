// last_scans.hpp - the newest scan of each of up to fifty projects, by one filter.
//
// The endpoint counts its offset in items, answers 20 of them unless told otherwise, gives no
// total and leaves out projects without a match. So the limit is always stated, and the end is
// when every project is accounted for or a page brings nothing new. One thread.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "checkmarx-one/api_client.hpp"

namespace checkmarx::sca {

class LastScans {
 public:
  // By project id.
  using Found = std::unordered_map<std::string, boost::json::object>;
  using OnFound = std::function<void(Found)>;
  using OnError = std::function<void(const ingest::sdk::Error&)>;

  // Ids of 36 characters: the URL stays below 4 KB.
  static constexpr size_t kBatch = 50;

  explicit LastScans(one::ApiClient& api) : api_(api) {}

  // filter is part of a query: "scan-status=Completed". At most kBatch projects.
  void ask(const std::vector<std::string>& projects, const std::string& filter, OnFound on_found,
           OnError on_error);

 private:
  struct Question {
    std::string query;
    size_t wanted = 0;
    uint64_t offset = 0;
    Found found;
    OnFound on_found;
    OnError on_error;
  };

  void ask_page(const std::shared_ptr<Question>& question);
  // True when there may be more.
  static bool take(Question& question, std::string_view body);

  one::ApiClient& api_;
};

}  // namespace checkmarx::sca
