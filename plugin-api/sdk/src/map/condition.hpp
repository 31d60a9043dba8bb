// condition.hpp - when a row applies. Immutable once built, so thread-safe.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "path.hpp"
#include "pattern.hpp"
#include "scratch.hpp"

namespace ingest::sdk::map {

class Condition {
 public:
  // {path: P, equals|not_equals|in|matches|exists: ...}, values being compared as text; or {all:
  // [...]}, {any: [...]}, {not: {...}} of conditions. relative: see Path. Throws
  // Error(INGEST_E_CONFIG).
  static Condition parse(const boost::json::value& json, bool relative = false, int depth = 0);

  // For a list: one element that does is enough; for not_equals: none that is equal. A pattern
  // that gives up does not hold.
  bool holds(const Scope& scope, Scratch& scratch) const {
    return holds_plainly(scope, scratch) != negated_;
  }
  bool uses_row() const noexcept;
  void bind(FieldPlans& plans);                                      // see Path
  const std::string& describe() const noexcept { return written_; }  // "a.b equals NEW"
  void add_paths(std::vector<std::string>& all) const;

 private:
  enum class Form { kTest, kExists, kAll, kAny };
  bool holds_plainly(const Scope& scope, Scratch& scratch) const;
  bool matches(const Value& scalar, Scratch& scratch) const;

  Form form_ = Form::kTest;
  bool negated_ = false;  // for not_equals, exists: false and not
  Path path_;
  std::string written_;
  std::vector<std::string> texts_;
  std::optional<Pattern> pattern_;
  std::vector<Condition> parts_;
};

}  // namespace ingest::sdk::map
