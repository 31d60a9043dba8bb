// trace.hpp - how a map came to its values over one record, row by row, for people: what a row
// read, what each function made of it, and where a record was refused. Plain data; not
// thread-safe, one for each record.
//
// Texts of values are bounded (kTraceText characters) and may hold anything that the source holds:
// what shows them must see to control characters itself.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ingest::sdk::map {

inline constexpr std::size_t kTraceText = 200;      // characters of one value
inline constexpr std::size_t kTraceSteps = 1000;    // of one row; more are only counted
inline constexpr std::size_t kTraceUnknown = 1000;  // unknown values of one row

// A value that a value_map does not know, and what the map says of those.
struct UnknownValue {
  std::string value;   // as text, without quotes
  std::string policy;  // "dead-letter", "keep", "empty", "default 3"
};

struct TraceStep {
  enum class Kind {
    kRead,      // what: the path, "findings[].severity"
    kConst,     // what: "const"
    kChosen,    // what: "first_of: 2nd of 3", "first_of: none of 3", "concat: 3 parts",
                // "left out: not when a.b equals NEW"
    kFunction,  // what: as the map writes it, "trim", "round: 1"
  };
  Kind kind = Kind::kRead;
  std::size_t depth = 0;  // 0: the row's own source, 1: a source within it, ...
  std::string element;    // within an "each": "element 2, url", else empty
  std::string what;       // at most kTraceText characters
  std::string before;     // of a function; empty: no value
  std::string after;      // empty: no value
  std::string refused;    // why this step takes the value no further; then after is empty
};

struct RowTrace {
  enum class Result {
    kSet,         // the target has the value
    kEmpty,       // there was no value
    kNotApplied,  // its "when" does not hold
    kInvalid,     // a value that could not be mapped, and the row says "invalid: empty"
    kRefused,     // the record is a dead letter because of this row
    kDropped,     // the record is left out by this row, as the map says
  };
  std::size_t row = 0;  // of the map file, from 1; TransformMap::rows()[row - 1] describes it
  std::string target;   // as the map file spells it; of a row that drops: empty
  bool has_when = false;
  bool applied = true;  // its "when" holds, or it has none
  std::vector<TraceStep> steps;
  std::size_t steps_left_out = 0;
  std::vector<UnknownValue> unknown;
  std::size_t unknown_left_out = 0;
  std::string value;  // what reached the target, or what was refused
  Result result = Result::kEmpty;
  std::string reason;  // of kInvalid and kRefused
};

struct Trace {
  // In the order in which they ran; none after a row that refused or dropped the record. A record
  // that lacks a required field has all of them, and the outcome names the field.
  std::vector<RowTrace> rows;
};

// "set", "empty", "not applied", "invalid", "refused", "dropped".
const char* result_name(RowTrace::Result result) noexcept;

}  // namespace ingest::sdk::map
