// condition.hpp - when a row applies. Immutable once built, so thread-safe.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "path.hpp"
#include "pattern.hpp"

namespace ingest::sdk::map {

class Condition {
 public:
  // {path: P, equals|not_equals|in|matches|exists: ...}. Values are compared as text. Throws
  // Error(INGEST_E_CONFIG).
  static Condition parse(const boost::json::value& json);

  // For a list: one element that does is enough; for not_equals: none that is equal. A pattern
  // that gives up does not hold.
  bool holds(const Scope& scope) const;
  bool uses_row() const noexcept { return path_.in_row(); }
  const std::string& describe() const noexcept { return written_; }  // "a.b equals NEW"
  void add_paths(std::vector<std::string>& all) const { all.push_back(path_.text()); }
  const std::string& path() const noexcept { return path_.text(); }

 private:
  bool any_matches(const Value& value) const;
  bool matches(const Value& scalar) const;

  Path path_;
  std::string written_;
  std::vector<std::string> texts_;
  std::optional<Pattern> pattern_;
  bool exists_ = false;   // the test is exists...
  bool negated_ = false;  // ...and turned round, as for not_equals
};

}  // namespace ingest::sdk::map
