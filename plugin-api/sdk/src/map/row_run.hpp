// row_run.hpp - one row of a plan over one record, step by step, and told to a trace if there is
// one. Not thread-safe; one for each row and record.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "draft.hpp"
#include "ingest/sdk/map/trace.hpp"
#include "plan.hpp"
#include "step_trace.hpp"

namespace ingest::sdk::map {

class RowRun {
 public:
  // All are borrowed.
  RowRun(const PlanRow& row, const Scope& scope, Draft& draft, Scratch& scratch)
      : row_(row), scope_(scope), draft_(draft), scratch_(scratch) {}

  // False when the row sends the record to the dead letters; see shown() and scratch.why.
  bool run();
  // The same, telling trace how.
  bool run(const Plan& plan, Trace& trace);

  std::string shown() const { return value_.empty() ? std::string() : value_.shown(); }

 private:
  bool run_source();
  bool append_named();
  bool run_each();
  bool run_element(const Scope& scope);
  void tell_appended(const Parts& parts);

  const PlanRow& row_;
  const Scope& scope_;
  Draft& draft_;
  Scratch& scratch_;
  Value value_;
  bool filled_ = false;
  std::size_t element_ = 0;  // of an each, from 1
  // While traced.
  StepTrace* steps_ = nullptr;
  std::string* appended_ = nullptr;
};

}  // namespace ingest::sdk::map
