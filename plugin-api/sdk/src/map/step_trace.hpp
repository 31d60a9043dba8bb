// step_trace.hpp - what a source tells of its steps while one row is traced. Not thread-safe; one
// for each row.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "function.hpp"
#include "ingest/sdk/map/trace.hpp"
#include "value.hpp"

namespace ingest::sdk::map {

class StepTrace {
 public:
  explicit StepTrace(RowTrace& row) noexcept : row_(row) {}

  void read(const std::string& path, const Value& value);
  void constant(const Value& value);
  void left_out(const std::string& when);  // a source whose condition does not hold
  // The steps of the parts come before this one, a level deeper. chosen is from 1; 0: none.
  void first_of(std::size_t chosen, std::size_t parts, const Value& value);
  void concat(std::size_t parts, const Value& value, const std::string& refused = {});
  // apply_all, telling of each.
  [[nodiscard]] bool apply(const Functions& functions, const std::vector<std::string>& written,
                           Value& value, Scratch& scratch);
  // Where the steps to come are: "element 2, url".
  void at(std::string element) { element_ = std::move(element); }

  // Steps in its lifetime are a level deeper, but for first_of and concat, which end it.
  class Within {
   public:
    explicit Within(StepTrace* trace) noexcept : trace_(trace) {
      if (trace_ != nullptr) ++trace_->depth_;
    }
    ~Within() {
      if (trace_ != nullptr) --trace_->depth_;
    }
    Within(const Within&) = delete;
    Within& operator=(const Within&) = delete;

   private:
    StepTrace* trace_;
  };

 private:
  void add(TraceStep step);

  RowTrace& row_;
  std::size_t depth_ = 0;
  std::string element_;
};

// A value in a trace; empty for none.
std::string traced(const Value& value);

// The functions under apply, one text each: "trim", "round: 1".
std::vector<std::string> as_written(const boost::json::value* apply);

}  // namespace ingest::sdk::map
