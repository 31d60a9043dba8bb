// Pages that are not what the service made: which rows, which totals, which state the rows are in.
#ifndef TESTS_FAKE_CHECKMARX_ONE_PAGE_FAULTS_H_
#define TESTS_FAKE_CHECKMARX_ONE_PAGE_FAULTS_H_

#include <vector>

#include "fault_plan.h"
#include "http_message.h"

namespace fake_cx1 {

// What the services are to pick.
PageDistortion Distortion(const std::vector<FaultPtr>& windows);

// Changes the page by each fault in turn. Bodies that are no JSON object stay as they are.
void DistortPage(const std::vector<FaultPtr>& pages, std::string& body);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_PAGE_FAULTS_H_
