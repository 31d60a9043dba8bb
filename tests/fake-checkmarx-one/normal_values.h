// The source's words in the terms of the product, for the truth of both sides.
#ifndef TESTS_FAKE_CHECKMARX_ONE_NORMAL_VALUES_H_
#define TESTS_FAKE_CHECKMARX_ONE_NORMAL_VALUES_H_

#include <string_view>

namespace fake_cx1 {

inline int SeverityNumber(std::string_view word) {
  if (word == "CRITICAL") return 5;
  if (word == "HIGH") return 4;
  if (word == "MEDIUM") return 3;
  if (word == "LOW") return 2;
  return 1;
}

inline std::string_view FindingStatus(std::string_view status) {
  if (status == "RECURRENT" || status == "Recurrent") return "ACTIVE";
  return status == "New" ? "NEW" : status;
}

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_NORMAL_VALUES_H_
