#include "ingest/sdk/map/identity_rows.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "target.hpp"

namespace ingest::sdk {
namespace {

// What the host makes ids of.
constexpr std::string_view kIdentity[] = {"externalAssetId", "vendorProductName",
                                          "findings[].externalAssetId", "findings[].identityKey",
                                          "findings[].vendorProductName"};

std::string_view text_of(const boost::json::string& text) { return {text.data(), text.size()}; }

// The target's first name; empty for what is no target.
std::string_view target_of(const boost::json::value& row) {
  const std::string_view written = json::string_at(json::as_object(row), "to");
  if (written.empty()) return {};
  try {
    std::string name;
    return map::find_target(written, name).info.name;
  } catch (const Error&) {
    return {};
  }
}

bool is_text(const boost::json::value& value, std::string_view text) {
  return value.is_string() && text_of(value.get_string()) == text;
}

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

boost::json::value plain_source(const boost::json::value& source);

boost::json::value plain_sources(const boost::json::value& sources) {
  if (!sources.is_array()) return sorted(sources);
  boost::json::array all;
  for (const boost::json::value& one : sources.get_array()) all.push_back(plain_source(one));
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

// A row or a source within one; a path alone is a source with nothing but "from".
boost::json::value plain_source(const boost::json::value& source) {
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

}  // namespace

std::string identity_rows(const boost::json::value& map) {
  boost::json::array all;
  const boost::json::array& rows = json::array_at(json::as_object(map), "rows");
  for (const std::string_view target : kIdentity) {
    for (const boost::json::value& row : rows) {
      if (target_of(row) != target) continue;
      boost::json::value plain = plain_source(row);
      plain.get_object()["to"] = boost::json::string_view(target.data(), target.size());
      all.push_back(std::move(plain));
    }
  }
  return boost::json::serialize(all);
}

}  // namespace ingest::sdk
