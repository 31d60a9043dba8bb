// Bodies whose bytes are wrong although HTTP around them is right.
#ifndef TESTS_FAKE_CHECKMARX_ONE_BYTE_FAULTS_H_
#define TESTS_FAKE_CHECKMARX_ONE_BYTE_FAULTS_H_

#include "fault_spec.h"
#include "http_message.h"

namespace fake_cx1 {

// After this the reply needs no further encoding where it says that it is encoded.
void SpoilBytes(const FaultSpec& fault, Reply& reply);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_BYTE_FAULTS_H_
