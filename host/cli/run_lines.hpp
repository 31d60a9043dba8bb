// run_lines.hpp - a run of the history in words and as JSON. [thread-safe]
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <string>

#include "state/run_record.hpp"

namespace ingest::host {

// "850ms", "12s", "3m 05s", "2h 10m"
std::string duration_text(std::chrono::milliseconds duration);

// Until now for one that is under way.
std::chrono::milliseconds duration_of(const RunRecord& record, StateTime now);

// Delivered something: what the run's account says of counts holds.
bool is_committed(const RunRecord& record) noexcept;

// The reason of a failure, the first problem of a run that lacks something; else empty.
std::string why_of(const RunRecord& record);

// Flat: what a script asks first. Times as RFC 3339, absent things as null.
boost::json::object json_of(const RunRecord& record, StateTime now);

}  // namespace ingest::host
