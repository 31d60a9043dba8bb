// field_path.cc - see field_path.hpp. A place is the members' names, each ended by a character that
// no name of a source is likely to hold and that is never shown.
#include "map_trial/field_path.hpp"

#include <algorithm>

namespace ingest::host {
namespace {

constexpr std::size_t kLongestPath = 512;
constexpr std::string_view kRowPrefix = "findings[]";
constexpr char kEnd = '\x1f';

// Names that a path can't hold as they are.
bool needs_quotes(std::string_view name) {
  return name.empty() || name.find_first_of(".[") != std::string_view::npos;
}

std::string quoted(std::string_view name) {
  std::string text = "[\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"]";
}

bool is_empty(const boost::json::value& value) {
  return value.is_null() || (value.is_string() && value.get_string().empty());
}

// Depth is that of the parsed text, which is bounded.
class Walk {
 public:
  explicit Walk(const VisitField& visit) : visit_(visit) {}

  void object(const boost::json::object& object, const std::string& path,
              const std::string& place) {
    for (const auto& member : object) {
      const std::string_view name(member.key().data(), member.key().size());
      const bool quotes = needs_quotes(name);
      std::string inner = path;
      if (!quotes && !path.empty()) inner += '.';
      inner += quotes ? quoted(name) : std::string(name);
      value(member.value(), inner, place + std::string(name) + kEnd);
    }
  }

 private:
  void value(const boost::json::value& value, const std::string& path, const std::string& place) {
    if (path.size() > kLongestPath) return;
    if (const auto* inner = value.if_object()) return object(*inner, path, place);
    if (const auto* list = value.if_array()) {
      for (const boost::json::value& element : *list) this->value(element, path + "[]", place);
      return;
    }
    if (!is_empty(value)) visit_(path, place, value);
  }

  const VisitField& visit_;
};

std::string start_of(PathStart start) {
  return start == PathStart::kRow ? std::string(kRowPrefix) + kEnd : std::string(1, kEnd);
}

// Takes ["..."] off the front of rest; empty rest when it does not end.
std::string take_quoted(std::string_view& rest) {
  std::string name;
  std::size_t i = 2;
  for (; i < rest.size() && rest[i] != '"'; ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
    name += rest[i];
  }
  rest.remove_prefix(std::min(rest.size(), i + 2));
  return name;
}

}  // namespace

void each_field(const boost::json::object& object, PathStart start, const VisitField& visit) {
  Walk(visit).object(object, start == PathStart::kRow ? std::string(kRowPrefix) : std::string(),
                     start_of(start));
}

std::string place_of(std::string_view path) {
  std::string place = start_of(PathStart::kRoot);
  if (path.substr(0, kRowPrefix.size()) == kRowPrefix) {
    place = start_of(PathStart::kRow);
    path.remove_prefix(kRowPrefix.size());
  }
  while (!path.empty()) {
    if (path.substr(0, 2) == "[]") {
      path.remove_prefix(2);
    } else if (path.substr(0, 2) == "[\"") {
      place += take_quoted(path) + kEnd;
    } else if (path.front() == '.') {
      path.remove_prefix(1);
    } else {
      const std::string_view name = path.substr(0, path.find_first_of(".[", 1));
      place.append(name).push_back(kEnd);
      path.remove_prefix(name.size());
    }
  }
  return place;
}

bool is_within(std::string_view place, std::string_view outer) noexcept {
  return place.substr(0, outer.size()) == outer;
}

}  // namespace ingest::host
