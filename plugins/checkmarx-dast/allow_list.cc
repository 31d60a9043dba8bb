// allow_list.cc - see allow_list.hpp.
#include "checkmarx-dast/allow_list.hpp"

#include <utility>

namespace checkmarx::dast {
namespace {

bool is_scalar(const boost::json::value& value) {
  return value.is_string() || value.is_number() || value.is_bool();
}

boost::json::object keep_scalars(boost::json::object& from,
                                 std::span<const std::string_view> names) {
  boost::json::object kept;
  for (const std::string_view name : names) {
    boost::json::value* value = from.if_contains(name);
    if (value != nullptr && is_scalar(*value)) kept[name] = std::move(*value);
  }
  return kept;
}

// Null when value has another form.
boost::json::value keep_value(boost::json::value& value, const Allowed& allowed) {
  switch (allowed.form) {
    case Form::kScalar:
      return is_scalar(value) ? std::move(value) : boost::json::value();
    case Form::kObject:
      if (!value.is_object()) return {};
      return keep_scalars(value.get_object(), allowed.members);
    case Form::kTexts:
      if (value.is_string()) return std::move(value);
      break;
    case Form::kObjects:
      break;
  }
  if (!value.is_array()) return {};
  boost::json::array kept;
  for (boost::json::value& element : value.get_array()) {
    if (allowed.form == Form::kTexts && element.is_string()) kept.push_back(std::move(element));
    if (allowed.form == Form::kObjects && element.is_object())
      kept.push_back(keep_scalars(element.get_object(), allowed.members));
  }
  return kept;
}

}  // namespace

boost::json::object keep(boost::json::object& from, std::span<const Allowed> allowed) {
  boost::json::object kept;
  for (const Allowed& one : allowed) {
    boost::json::value* value = from.if_contains(one.name);
    if (value == nullptr) continue;
    boost::json::value clean = keep_value(*value, one);
    if (!clean.is_null()) kept[one.name] = std::move(clean);
  }
  return kept;
}

}  // namespace checkmarx::dast
