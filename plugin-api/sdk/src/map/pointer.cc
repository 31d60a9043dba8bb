#include "pointer.hpp"

#include <vector>

namespace ingest::sdk::map {
namespace {

bool is_at(const boost::json::value& value, const void* address) noexcept {
  if (&value == address) return true;
  const boost::json::object* object = value.if_object();
  return object != nullptr && object == address;
}

// The tokens on the way to the address, the last one first: what lies beside the way costs nothing.
bool find(const boost::json::value& value, const void* address, std::vector<std::string>& way) {
  if (is_at(value, address)) return true;
  if (const boost::json::object* object = value.if_object()) {
    for (const auto& member : *object) {
      if (!find(member.value(), address, way)) continue;
      way.push_back(child({}, std::string_view(member.key())));
      return true;
    }
  } else if (const boost::json::array* array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (!find((*array)[i], address, way)) continue;
      way.push_back(child({}, i));
      return true;
    }
  }
  return false;
}

}  // namespace

std::string child(const std::string& pointer, std::string_view key) {
  std::string out = pointer + "/";
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string child(const std::string& pointer, std::size_t index) {
  return pointer + "/" + std::to_string(index);
}

std::string pointer_of(const boost::json::value& document, const void* address) {
  std::vector<std::string> way;
  find(document, address, way);
  std::string pointer;
  for (auto token = way.rbegin(); token != way.rend(); ++token) pointer += *token;
  return pointer;
}

}  // namespace ingest::sdk::map
