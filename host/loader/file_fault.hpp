// file_fault.hpp - what speaks against a file, and what can be done about it. Plain data.
#pragma once

#include <string>

namespace ingest::host {

struct FileFault {
  std::string reason;  // in plain words, fit to show
  std::string hint;
};

}  // namespace ingest::host
