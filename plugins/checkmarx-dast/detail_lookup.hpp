// detail_lookup.hpp - asking for the detail of each result of a page, and putting it into the row.
//
// A detail that can't be had costs its row nothing but the detail; when many in a row can't be
// had, the rest of the scan is not asked for, nor that of others when the service is down. One
// thread.
#pragma once

#include <boost/json/array.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "checkmarx-one/api_client.hpp"

namespace checkmarx::dast {

// What became of the details of one scan.
struct DetailAccount {
  uint64_t wanted = 0;
  uint64_t missing = 0;
  uint64_t missing_in_a_row = 0;
  std::string first_reason;

  bool given_up() const noexcept { return missing_in_a_row >= 20; }
  // A sentence for the report; empty when none is missing.
  std::string warning() const;
};

class DetailLookup : public std::enable_shared_from_this<DetailLookup> {
 public:
  using OnDone = std::function<void(boost::json::array)>;

  // account must live until on_done. Each row that has an id gets a member "$detail".
  static void start(one::ApiClient& api, std::string scan, bool evidence, boost::json::array rows,
                    DetailAccount& account, OnDone on_done);

 private:
  DetailLookup(one::ApiClient& api, std::string scan, bool evidence, boost::json::array rows,
               DetailAccount& account, OnDone on_done);

  void pump();
  void ask(boost::json::object& row, std::string id);
  void accept(boost::json::object& row, const std::string& id, const one::Answer& answer);
  void miss(const std::string& reason);

  one::ApiClient& api_;
  const std::string scan_;
  const bool evidence_;
  boost::json::array rows_;
  DetailAccount& account_;
  OnDone on_done_;
  size_t next_ = 0;
  size_t under_way_ = 0;
  bool done_ = false;
};

}  // namespace checkmarx::dast
