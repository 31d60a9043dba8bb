// POST /__admin/faults: a SPEC a line replaces the plan. GET tells how often each struck.
#ifndef TESTS_FAKE_CHECKMARX_ONE_FAULT_ADMIN_H_
#define TESTS_FAKE_CHECKMARX_ONE_FAULT_ADMIN_H_

#include <stdexcept>

#include "fault_plan.h"
#include "http_message.h"

namespace fake_cx1 {

inline Reply AnswerAboutFaults(FaultPlan& plan, const Request& request) {
  if (request.method == "POST") {
    try {
      plan.Replace(SplitList(request.body, '\n'));
    } catch (const std::invalid_argument& error) {
      return MakeReply(400, "text/plain; charset=utf-8", error.what());
    }
  }
  return MakeReply(200, kJson, plan.Json());
}

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_FAULT_ADMIN_H_
