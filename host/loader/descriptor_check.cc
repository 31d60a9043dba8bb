// descriptor_check.cc - see descriptor_check.hpp.
#include "loader/descriptor_check.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>

#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kLongestName = 64;
constexpr int kMostEntries = 1000;  // of any list

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

bool is_name(std::string_view text, char extra) {
  return !text.empty() && text.size() <= kLongestName &&
         std::all_of(text.begin(), text.end(),
                     [extra](char c) { return lower(c) || digit(c) || c == extra; });
}

bool is_version(std::string_view text) {
  int dots = 0;
  char before = '.';
  for (const char c : text) {
    if (c == '.' && before != '.') {
      ++dots;
    } else if (!digit(c)) {
      return false;
    }
    before = c;
  }
  return dots == 2 && before != '.' && text.size() <= 32;
}

std::string shown(const std::string& text) { return "'" + plain_text(text, 80) + "'"; }

using Keys = std::set<std::string, std::less<>>;

std::string field_fault(const v1::ConfigField& field, const Keys& keys) {
  const std::string which = "its configuration field " + shown(field.key());
  if (!v1::FieldType_IsValid(field.type()) || field.type() == v1::FIELD_TYPE_UNSPECIFIED)
    return which + " has no type that this host knows";
  if (field.type() == v1::FIELD_TYPE_CHOICE && field.choices().empty())
    return which + " is a choice without choices";
  for (const auto* names : {&field.required_unless(), &field.needs()})
    for (const std::string& name : *names)
      if (keys.find(name) == keys.end())
        return which + " refers to an unknown field " + shown(name);
  return {};
}

std::string fields_fault(const v1::ConnectorDescriptor& descriptor) {
  Keys keys;
  for (const v1::ConfigField& field : descriptor.config_fields()) {
    if (!is_name(field.key(), '_'))
      return "a configuration key is " + shown(field.key()) + "; it may hold a-z, 0-9 and '_'";
    if (!keys.insert(field.key()).second)
      return "the configuration key " + shown(field.key()) + " is described twice";
  }
  for (const v1::ConfigField& field : descriptor.config_fields())
    if (std::string fault = field_fault(field, keys); !fault.empty()) return fault;
  return {};
}

std::string filters_fault(const v1::ConnectorDescriptor& descriptor) {
  Keys keys;
  for (const v1::ScopeFilter& filter : descriptor.scope_filters()) {
    const std::string which = "its scope filter " + shown(filter.key());
    if (!is_name(filter.key(), '_')) return which + " may hold a-z, 0-9 and '_' in its key";
    if (!keys.insert(filter.key()).second) return which + " is described twice";
    if (filter.choices().empty()) return which + " has no choices";
    Keys values;
    for (const v1::FilterChoice& choice : filter.choices())
      if (choice.value().empty() || !values.insert(choice.value()).second)
        return which + " has an empty or repeated choice " + shown(choice.value());
  }
  return {};
}

std::string checks_fault(const v1::ConnectorDescriptor& descriptor) {
  Keys ids;
  for (const v1::CheckInfo& check : descriptor.checks())
    if (!is_name(check.id(), '-') || check.title().empty() || !ids.insert(check.id()).second)
      return "its check " + shown(check.id()) + " is repeated, or has no proper id and title";
  return {};
}

}  // namespace

std::string check_descriptor(const v1::ConnectorDescriptor& descriptor) {
  if (!is_name(descriptor.id(), '-'))
    return "its id is " + shown(descriptor.id()) + "; an id holds a-z, 0-9 and '-', at most 64";
  if (!is_version(descriptor.version()))
    return "its version is " + shown(descriptor.version()) + ", not MAJOR.MINOR.PATCH";
  for (const int entries :
       {descriptor.config_fields_size(), descriptor.scope_filters_size(), descriptor.checks_size(),
        descriptor.permissions_size(), descriptor.maps_size(), descriptor.endpoints_size(),
        descriptor.troubleshooting_size(), descriptor.supported_assets_size()})
    if (entries > kMostEntries)
      return "one of its lists has " + std::to_string(entries) + " entries; at most " +
             std::to_string(kMostEntries) + " are allowed";
  for (const auto check : {fields_fault, filters_fault, checks_fault})
    if (std::string fault = check(descriptor); !fault.empty()) return fault;
  return {};
}

}  // namespace ingest::host
