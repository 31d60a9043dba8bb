// transform_map.hpp - a transform map: which member of the source's JSON becomes which field of an
// asset or finding, as data instead of code.
//
// A map sees one source object, the root (a project, an environment, with what the connector adds
// under names that start with '$'), and for findings one row beside it, which paths reach as
// "findings[].". Immutable once parsed; every const member is thread-safe.
#pragma once

#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/v1/asset.pb.h"
#include "ingest/v1/finding.pb.h"

namespace ingest::sdk {

namespace map {
struct Plan;
struct Trace;
}  // namespace map
class RowPlan;  // row_reader.hpp

class TransformMap {
 public:
  // What became of one record. When not ok, the message is as it was: emit a DeadLetter with the
  // reason instead, or when dropped, count it as filtered for that reason.
  struct Outcome {
    bool ok = true;
    bool dropped = false;  // by a row that says so; never when ok
    std::size_t row = 0;   // of the map file, from 1; 0: no row is to blame
    std::string target;    // as the map file spells it
    std::string source;    // the source path
    std::string value;     // what could not be mapped, at most 80 characters of it
    std::string reason;    // all of the above in one sentence
    explicit operator bool() const noexcept { return ok; }
  };

  // One row of the file, for people.
  struct Row {
    std::size_t number = 0;  // from 1
    std::string source;      // "findings[].severity", "first of a, b"
    std::string target;
    std::string note;
    bool identifier = false;
    bool published = false;
    std::string when;  // "findings[].state equals NEW"; empty: always
    // Every path that it looks at, its "when" included; those of an "each" from the root too:
    // "tags[].key", and what uses $key or $value as the list itself: "tags".
    std::vector<std::string> reads;
    bool drops = false;  // findings for which a condition on source holds; there is no target
  };

  // json is the JSON form of a map file. Throws Error(INGEST_E_CONFIG) that names the row, its
  // target and the function or key at fault.
  static TransformMap parse(std::string_view json);
  static TransformMap from_json(const boost::json::value& map);

  const std::string& name() const noexcept;
  const std::string& title() const noexcept;
  std::uint32_t version() const noexcept;
  const std::string& connector() const noexcept;  // the connector id that the map is for
  const std::vector<Row>& rows() const noexcept;

  // Fill what the map says and leave all else alone.
  Outcome map_asset(const boost::json::object& root, v1::Asset& asset) const;
  Outcome map_finding(const boost::json::object& root, const boost::json::object& row,
                      v1::Finding& finding) const;

  // The same outcome and message, and how they came about (trace.hpp), which costs time. trace is
  // filled anew.
  Outcome trace_asset(const boost::json::object& root, v1::Asset& asset, map::Trace& trace) const;
  Outcome trace_finding(const boost::json::object& root, const boost::json::object& row,
                        v1::Finding& finding, map::Trace& trace) const;

 private:
  friend class RowPlan;
  explicit TransformMap(std::shared_ptr<const map::Plan> plan) noexcept;
  std::shared_ptr<const map::Plan> plan_;
};

}  // namespace ingest::sdk
