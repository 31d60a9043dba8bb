// check_lines.hpp - a check's result as lines for people, and as JSON; both redacted.
// Thread-safe.
#pragma once

#include <ingest/v1/check.pb.h>

#include <boost/json/object.hpp>
#include <cstddef>
#include <string>

namespace ingest::host {

class CheckLines {
 public:
  // width: columns to wrap at; 0: never.
  CheckLines(bool color, std::size_t width) : color_(color), width_(width) {}
  std::string text(const v1::CheckResult& check) const;

 private:
  bool color_;
  std::size_t width_;
};

boost::json::object check_json(const v1::CheckResult& check);

// "passed", "warning", "failed", "not-run"
const char* outcome_name(v1::CheckOutcome outcome) noexcept;

}  // namespace ingest::host
