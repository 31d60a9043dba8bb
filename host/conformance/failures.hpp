// failures.hpp - the ways in which a source fails, as scripts for BrokenSource. Constant data.
#pragma once

#include <memory>
#include <span>

#include "conformance/source.hpp"

namespace ingest::host::conformance {

struct HttpFailure {
  const char* name;  // "with status 503"
  bool is_answer;    // a whole answer with a 2xx status, so that a connector may take it for good
  Answer (*broken)(const Request& request, Answer good);
};
std::span<const HttpFailure> http_failures();

std::unique_ptr<Source> failing_source(const CheckFile& check, const HttpFailure& failure,
                                       unsigned first);

}  // namespace ingest::host::conformance
