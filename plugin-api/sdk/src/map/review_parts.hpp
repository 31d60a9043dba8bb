// review_parts.hpp - the parts of review(), each of which looks for one kind of thing. rows are
// those without a fault, in the order of the file. Thread-safe.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ingest/sdk/map/review.hpp"
#include "plan.hpp"

namespace ingest::sdk::map {

struct ReviewedRow {
  std::size_t number = 0;
  const Target* target = nullptr;  // none for a row that drops findings
  std::string name;                // of a named target
  bool identifier = false;
  const boost::json::object* json = nullptr;
  std::string pointer;
};
using ReviewedRows = std::vector<ReviewedRow>;

// Collects what is found: warnings up to a bound, since a map may be made to have a great many.
class Remarks {
 public:
  void error(std::string text, std::string pointer, bool at_key, std::size_t row);
  void warn(std::string text, std::string pointer, std::size_t row, bool at_key = false);
  bool full() const noexcept { return warnings_ >= kMostWarnings; }
  std::vector<Remark> take() && { return std::move(all_); }

 private:
  static constexpr std::size_t kMostWarnings = 1000;
  std::vector<Remark> all_;
  std::size_t warnings_ = 0;
};

// Source paths that nobody knows.
void review_paths(const boost::json::value& map, const Known& known, Remarks& remarks);

// Whether a source has a value: what can be told without one.
enum class Presence { kNever, kMaybe, kAlways };

// Parts and functions that are never reached, or for nothing; what the row's source yields.
Presence review_source(const ReviewedRow& row, Remarks& remarks);
// The same for one chain of functions; constant: what goes into it, if that is known.
Presence review_functions(const boost::json::value* apply, Presence in,
                          const boost::json::value* constant, const std::string& pointer,
                          std::size_t row, Remarks& remarks);

// Conditions that never or always hold, or say a thing twice.
void review_conditions(const ReviewedRow& row, Remarks& remarks);

// Rows that others make pointless. presences: one for each row.
void review_overlaps(const ReviewedRows& rows, const std::vector<Presence>& presences,
                     Remarks& remarks);

// Rows that drop what one before them drops already.
void review_drops(const ReviewedRows& rows, Remarks& remarks);

// Rows that tell assets and findings apart: marked, and never the same constant for many.
void review_identity(const ReviewedRows& rows, Remarks& remarks);

// The shape of tests; what is in them is for those who run them.
void review_tests(const boost::json::value& map, Remarks& remarks);

}  // namespace ingest::sdk::map
