// call_text.hpp - connector calls in words, for errors. Pure.
#pragma once

#include <string>
#include <vector>

#include "worker/box_reader.hpp"

namespace ingest::host {

// "transform of results page 3 of unit acme/shop"
std::string text_of(const CallUnderWay& call);

// Some of them, with semicolons.
std::string text_of(const std::vector<CallUnderWay>& calls);

}  // namespace ingest::host
