#include "function.hpp"

#include <utility>

#include "spec.hpp"
#include "suggest.hpp"

namespace ingest::sdk::map {
namespace {

constexpr std::size_t kMostFunctions = 32;

const std::vector<FunctionEntry>& table() {
  static const std::vector<FunctionEntry> all = [] {
    std::vector<FunctionEntry> entries;
    for (const auto part :
         {text_functions, list_functions, number_functions, date_functions, choice_functions}) {
      for (const FunctionEntry& entry : part()) entries.push_back(entry);
    }
    return entries;
  }();
  return all;
}

// where: the name stands there, at_key: as the key of it.
const FunctionEntry& entry_of(std::string_view name, const boost::json::value& where, bool at_key) {
  std::vector<std::string_view> names;
  for (const FunctionEntry& entry : table()) {
    if (entry.name == name) return entry;
    names.push_back(entry.name);
  }
  throw PlacedError("unknown function '" + cut(name, 40) + "'" + did_you_mean(name, names), &where,
                    at_key);
}

}  // namespace

std::unique_ptr<const Function> parse_function(const boost::json::value& json) {
  if (json.is_string()) {
    const FunctionEntry& entry =
        entry_of({json.get_string().data(), json.get_string().size()}, json, false);
    if (entry.needs_argument) {
      config_error("function '" + std::string(entry.name) + "' needs an argument: {" +
                       std::string(entry.name) + ": ...}",
                   json);
    }
    return placed(json, [&] { return entry.make(boost::json::value()); });
  }
  if (!json.is_object() || json.get_object().size() != 1) {
    config_error("a function is a name, or a mapping of one name to its argument", json);
  }
  const auto& member = *json.get_object().begin();
  const FunctionEntry& entry =
      entry_of({member.key().data(), member.key().size()}, member.value(), true);
  if (!entry.takes_argument) {
    config_error("function '" + std::string(entry.name) + "' takes no argument", member.value());
  }
  return placed(member.value(), [&] { return entry.make(member.value()); });
}

Functions parse_functions(const boost::json::value* json) {
  Functions functions;
  if (json == nullptr) return functions;
  if (!json->is_array()) config_error("'apply' must be a list of functions", *json);
  if (json->get_array().size() > kMostFunctions)
    config_error("'apply' has too many functions", *json);
  for (const boost::json::value& one : json->get_array()) functions.push_back(parse_function(one));
  return functions;
}

bool apply_all(const Functions& functions, Value& value, Scratch& scratch) {
  for (const auto& function : functions) {
    const bool good = value.is_scalar() ? function->apply_scalar(value, scratch)
                                        : function->apply(value, scratch);
    if (!good) return false;
  }
  return true;
}

bool ScalarFunction::apply(Value& value, Scratch& scratch) const {
  if (value.empty()) return true;
  if (value.is_object()) {
    scratch.why = "function '" + name_ + "' can't take an object";
    return false;
  }
  if (!value.is_list()) return apply_scalar(value, scratch);
  ListBuilder results(scratch.memory);
  for (const Value& element : value.elements()) {
    Value result = element;
    if (result.is_object()) {
      scratch.why = "function '" + name_ + "' can't take a list of objects";
      return false;
    }
    if (!apply_scalar(result, scratch)) return false;
    results.add(result);
  }
  value = results.list();
  return true;
}

}  // namespace ingest::sdk::map
