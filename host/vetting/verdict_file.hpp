// verdict_file.hpp - the text of connectors.json: what is remembered of each file, as JSON. Pure,
// thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "vetting/verdict_memory.hpp"

namespace ingest::host {

constexpr std::size_t kLargestVerdictFile = 32U << 20U;
constexpr std::size_t kMostVerdicts = 1024;

// By canonical path. host: whose they are.
std::string encode_verdicts(const std::map<std::string, RememberedVerdict>& verdicts,
                            const std::string& host);

// Nothing of another host. Throws std::runtime_error when the text is damaged in any way: half of
// it is not believed.
std::map<std::string, RememberedVerdict> decode_verdicts(std::string_view text,
                                                         const std::string& host);

}  // namespace ingest::host
