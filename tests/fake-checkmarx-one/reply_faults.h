// Answers that take the place of a service's own.
#ifndef TESTS_FAKE_CHECKMARX_ONE_REPLY_FAULTS_H_
#define TESTS_FAKE_CHECKMARX_ONE_REPLY_FAULTS_H_

#include "fault_spec.h"
#include "http_message.h"

namespace fake_cx1 {

Reply FaultyReply(const FaultSpec& fault, const Request& request);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_REPLY_FAULTS_H_
