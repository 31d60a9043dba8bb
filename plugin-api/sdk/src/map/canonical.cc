#include "canonical.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace ingest::sdk::map {
namespace {

bool is_text(const boost::json::value& value, std::string_view text) {
  return value.is_string() && std::string_view(value.get_string()) == text;
}

boost::json::value plain_sources(const boost::json::value& sources) {
  if (!sources.is_array()) return sorted(sources);
  boost::json::array all;
  for (const boost::json::value& one : sources.get_array()) all.push_back(canonical_source(one));
  return all;
}

// {trim: null} and trim are the same function.
boost::json::value plain_functions(const boost::json::value& functions) {
  if (!functions.is_array()) return sorted(functions);
  boost::json::array all;
  for (const boost::json::value& one : functions.get_array()) {
    const boost::json::object* object = one.if_object();
    if (object != nullptr && object->size() == 1 && object->begin()->value().is_null()) {
      all.emplace_back(object->begin()->key());
    } else {
      all.push_back(sorted(one));
    }
  }
  return all;
}

}  // namespace

boost::json::value sorted(const boost::json::value& value) {
  if (const boost::json::array* list = value.if_array()) {
    boost::json::array all;
    for (const boost::json::value& one : *list) all.push_back(sorted(one));
    return all;
  }
  const boost::json::object* object = value.if_object();
  if (object == nullptr) return value;
  std::vector<const boost::json::key_value_pair*> members;
  for (const auto& member : *object) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) {
    return std::string_view(a->key()) < std::string_view(b->key());
  });
  boost::json::object all;
  for (const auto* member : members) all.emplace(member->key(), sorted(member->value()));
  return all;
}

boost::json::value canonical_source(const boost::json::value& source) {
  boost::json::object out;
  if (source.is_string()) {
    out["from"] = source;
    return out;
  }
  const boost::json::object* object = source.if_object();
  if (object == nullptr) return sorted(source);
  for (const auto& member : *object) {
    const std::string_view key = member.key();
    const boost::json::value& value = member.value();
    if (key == "note" || key == "published" || key == "identifier") continue;
    if (key == "separator" && is_text(value, "")) continue;
    if (key == "invalid" && is_text(value, "dead-letter")) continue;
    if (key == "first_of" || key == "concat") {
      out[key] = plain_sources(value);
    } else if (key == "apply") {
      boost::json::value functions = plain_functions(value);
      if (!functions.is_array() || !functions.get_array().empty()) out[key] = std::move(functions);
    } else {
      out[key] = sorted(value);
    }
  }
  return sorted(out);
}

}  // namespace ingest::sdk::map
