// driver_frames.hpp - what the process that checks a connector tells the one that asked for it.
#pragma once

#include <string>
#include <string_view>

#include "conformance/check_request.hpp"

namespace ingest::host::conformance {

constexpr char kHeadFrame = 'H';     // see head_text
constexpr char kVerdictFrame = 'V';  // number of the case, a colon, see verdict_text
constexpr char kEndFrame = 'E';
constexpr char kFailureFrame = 'X';  // exit status, reason, hint
constexpr char kBetweenTexts = '\x1F';

std::string head_text(const CheckHead& head);
CheckHead head_of_text(std::string_view text);  // throws std::exception when it is none

}  // namespace ingest::host::conformance
