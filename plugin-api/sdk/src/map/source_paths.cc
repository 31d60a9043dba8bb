#include "source_paths.hpp"

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "pointer.hpp"

namespace ingest::sdk::map {
namespace {

constexpr int kDeepest = 10;
constexpr std::size_t kLongestField = 64;  // no target's field has a longer name
constexpr std::size_t kLongestPath = 400;  // of a test's input, well within what a path may be
constexpr std::size_t kMostSegments = 24;

using See = std::function<void(const NamedPath&)>;

std::optional<FullPath> full_path(const std::string& text, const FullPath* base) {
  try {
    const Path path = Path::parse(text, base != nullptr);
    FullPath full;
    if (path.in_row()) {
      full.segments = {{"findings", false}, {"", true}};
    } else if (base != nullptr) {
      full.segments = base->segments;
      full.open = path.is_key();
      if (!full.open) full.segments.push_back({"", true});
    }
    full.segments.insert(full.segments.end(), path.segments().begin(), path.segments().end());
    return full;
  } catch (const Error&) {
    return std::nullopt;
  }
}

class Walk {
 public:
  Walk(std::size_t row, const See& see) : row_(row), see_(see) {}

  void row(const boost::json::object& row, const std::string& pointer) {
    source(row, pointer, nullptr, 0);
    const std::string_view each = json::string_at(row, "each");
    std::optional<FullPath> base = full_path(std::string(each), nullptr);
    if (!base) return;
    if (base->segments.back().each) base->segments.pop_back();
    see_({child(pointer, "each"), row_, std::string(each), *base, nullptr});
    for (const auto& field : json::object_at(row, "fields")) {
      const std::string_view name = field.key();
      if (name.size() > kLongestField) continue;
      source(field.value(), child(child(pointer, "fields"), name), &*base, 0);
    }
  }

 private:
  void path(const boost::json::value* value, const std::string& pointer, const FullPath* base) {
    if (value == nullptr || !value->is_string()) return;
    const std::string text(value->get_string());
    if (const auto full = full_path(text, base)) see_({pointer, row_, text, *full, base});
  }

  void source(const boost::json::value& json, const std::string& pointer, const FullPath* base,
              int depth) {
    if (json.is_string()) return path(&json, pointer, base);
    if (json.is_object()) source(json.get_object(), pointer, base, depth);
  }

  void source(const boost::json::object& object, const std::string& pointer, const FullPath* base,
              int depth) {
    if (depth > kDeepest) return;
    path(object.if_contains("from"), child(pointer, "from"), base);
    for (const char* form : {"first_of", "concat"}) {
      const boost::json::array& parts = json::array_at(object, form);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        source(parts[i], child(child(pointer, form), i), base, depth + 1);
      }
    }
    if (const boost::json::value* when = object.if_contains("when")) {
      condition(json::as_object(*when), child(pointer, "when"), base, 0);
    }
  }

  void condition(const boost::json::object& when, const std::string& pointer, const FullPath* base,
                 int depth) {
    if (depth > kDeepest) return;
    path(when.if_contains("path"), child(pointer, "path"), base);
    for (const char* form : {"all", "any"}) {
      const boost::json::array& parts = json::array_at(when, form);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        condition(json::as_object(parts[i]), child(child(pointer, form), i), base, depth + 1);
      }
    }
    condition_not(when, pointer, base, depth);
  }

  void condition_not(const boost::json::object& when, const std::string& pointer,
                     const FullPath* base, int depth) {
    const boost::json::value* inner = when.if_contains("not");
    if (inner != nullptr && inner->is_object()) {
      condition(inner->get_object(), child(pointer, "not"), base, depth + 1);
    }
  }

  std::size_t row_;
  const See& see_;
};

class Leaves {
 public:
  Leaves(std::size_t most, const std::function<void(const FullPath&)>& see)
      : left_(most), see_(see) {}

  void add(const boost::json::value& value, std::size_t length = 0) {
    if (left_ == 0) return;
    const boost::json::object* object = value.if_object();
    const boost::json::array* array = value.if_array();
    const bool inner =
        (object != nullptr && !object->empty()) || (array != nullptr && !array->empty());
    if (!inner) {
      if (path.segments.empty()) return;
      --left_;
      return see_(path);
    }
    if (path.segments.size() == kMostSegments) return;
    if (object != nullptr) {
      for (const auto& member : *object) {
        if (length + member.key().size() > kLongestPath) continue;
        path.segments.push_back({std::string(member.key()), false});
        add(member.value(), length + member.key().size() + 5);
        path.segments.pop_back();
      }
      return;
    }
    path.segments.push_back({"", true});
    for (const boost::json::value& element : *array) add(element, length + 2);
    path.segments.pop_back();
  }

  FullPath path;

 private:
  std::size_t left_;
  const std::function<void(const FullPath&)>& see_;
};

}  // namespace

std::string FullPath::text() const {
  std::string out;
  for (const Path::Segment& segment : segments) {
    if (segment.each) {
      out += "[]";
    } else if (segment.member.empty() ||
               segment.member.find_first_of(".[\"\\") != std::string::npos) {
      out += "[\"";
      for (const char c : segment.member) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
      }
      out += "\"]";
    } else {
      out += (out.empty() ? "" : ".") + segment.member;
    }
  }
  return open ? out + ".*" : out;
}

std::optional<FullPath> parse_full_path(std::string_view text) {
  const bool open = text.ends_with(".*");
  if (open) text.remove_suffix(2);
  std::optional<FullPath> path = full_path(std::string(text), nullptr);
  if (path) path->open = open;
  return path;
}

void for_each_path(const boost::json::value& map, const See& see) {
  const boost::json::array& rows = json::array_at(json::as_object(map), "rows");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Walk(i + 1, see).row(json::as_object(rows[i]), child("/rows", i));
  }
}

void for_each_tested_path(const boost::json::value& map, std::size_t most,
                          const std::function<void(const FullPath&)>& see) {
  Leaves leaves(most, see);
  for (const boost::json::value& test : json::array_at(json::as_object(map), "tests")) {
    leaves.add(json::object_at(json::as_object(test), "root"));
    leaves.path.segments = {{"findings", false}, {"", true}};
    leaves.add(json::object_at(json::as_object(test), "row"));
    leaves.path.segments.clear();
  }
}

}  // namespace ingest::sdk::map
