// scan.hpp - which scan of an environment counts, and what is kept of it.
//
// One scan counts: the newest finished one with results. The environment's own lastScanID is no
// guide, it may name a scan that runs or failed; and all scans together would bring the same
// results several times and those that are fixed as well. Not thread-safe; one owner.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace checkmarx::dast {

struct Scan {
  std::string id;
  std::string status;         // in the source's words
  bool says_results = false;  // hasResults is true, or its risk level counts some
  boost::json::object facts;  // by allow list: settings hold credentials

  bool exists() const noexcept { return !id.empty(); }
};

// "finished" of "Finished@Scan finished successfully": the part before '@', lower case.
std::string status_word(std::string_view status);

class NewestScan {
 public:
  // A row of the list of scans, which is used up.
  void offer(boost::json::object& row);

  uint64_t offered() const noexcept { return offered_; }
  uint64_t finished() const noexcept { return finished_; }
  const Scan& scan() const noexcept { return scan_; }  // exists() unless there is none
  // Why there is none.
  std::string why_none() const;

 private:
  Scan scan_;
  std::string time_;  // of scan_, comparable
  uint64_t offered_ = 0;
  uint64_t finished_ = 0;
};

}  // namespace checkmarx::dast
