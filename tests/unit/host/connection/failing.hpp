// failing.hpp - the text of the Failure that something ends with. One thread.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "diagnostics/failure.hpp"

namespace ingest::host {

// "what | hint"; the status is expected to be kConfig.
template <class Body>
std::string failing(Body&& body) {
  try {
    body();
  } catch (const Failure& e) {
    EXPECT_EQ(e.status(), ExitStatus::kConfig);
    return std::string(e.what()) + " | " + e.hint();
  }
  ADD_FAILURE() << "it did not fail";
  return {};
}

}  // namespace ingest::host
