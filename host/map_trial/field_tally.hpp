// field_tally.hpp - which fields a source's objects have, how many have each, and an example. Not
// thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "map_trial/field_path.hpp"

namespace ingest::host {

class FieldTally {
 public:
  // A source may make names up: no more than these are told apart.
  static constexpr std::size_t kMostFields = 5000;

  struct Field {
    std::string path;
    std::uint64_t objects = 0;  // that have it
    std::string example;        // as JSON, cut short
  };

  // reads: the paths that the map looks at.
  FieldTally(PathStart start, const std::vector<std::string>& reads);

  void add(const boost::json::object& object);

  std::uint64_t objects() const noexcept { return objects_; }
  std::size_t fields() const noexcept { return fields_.size(); }
  bool has_more() const noexcept { return has_more_; }
  // Those that the map does not look at, by path.
  std::vector<Field> unread() const;

 private:
  struct Entry {
    std::string place;
    std::uint64_t objects = 0;
    std::uint64_t last = 0;  // object that was counted, from 1
    std::string example;
  };
  bool is_read(const std::string& place) const;

  const PathStart start_;
  std::vector<std::string> read_places_;
  std::unordered_map<std::string, Entry> fields_;  // by path
  std::uint64_t objects_ = 0;
  bool has_more_ = false;
};

}  // namespace ingest::host
