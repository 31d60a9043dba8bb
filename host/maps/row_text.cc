// row_text.cc - see row_text.hpp.
#include "maps/row_text.hpp"

namespace ingest::host {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string scalar(const value& written) {
  return written.is_string() ? std::string(written.get_string()) : boost::json::serialize(written);
}

const value* member(const value& of, const char* key) {
  const object* all = of.if_object();
  return all == nullptr ? nullptr : all->if_contains(key);
}

std::string text_at(const value& of, const char* key) {
  const value* found = member(of, key);
  return found == nullptr ? std::string() : scalar(*found);
}

bool is_set(const value& row, const char* key) {
  const value* found = member(row, key);
  return found != nullptr && found->is_bool() && found->get_bool();
}

void append(std::string& list, const char* separator, const std::string& entry) {
  if (entry.empty()) return;
  if (!list.empty()) list += separator;
  list += entry;
}

// As YAML writes it in one line: {pattern: x, capture: 1}.
std::string flow(const value& written) {
  std::string all;
  if (const array* list = written.if_array()) {
    for (const value& entry : *list) append(all, ", ", flow(entry));
    return "[" + all + "]";
  }
  if (const object* members = written.if_object()) {
    for (const auto& one : *members)
      append(all, ", ", std::string(one.key()) + ": " + flow(one.value()));
    return "{" + all + "}";
  }
  return boost::json::serialize(written);
}

std::string function_text(const value& function, Detail detail) {
  const object* written = function.if_object();
  if (written == nullptr || written->size() != 1) return scalar(function);
  const std::string name = written->begin()->key();
  const value& argument = written->begin()->value();
  if (argument.is_null()) return name;
  if (detail == Detail::kFull) return name + " " + flow(argument);
  if (!argument.is_object()) return name + " " + (argument.is_array() ? "[...]" : flow(argument));
  const value* values = member(argument, "values");
  if (values == nullptr || !values->is_object()) return name;
  return name + " of " + std::to_string(values->get_object().size());
}

std::string functions_of(const value& source, Detail detail) {
  std::string all;
  const value* apply = member(source, "apply");
  if (apply == nullptr || !apply->is_array()) return all;
  for (const value& function : apply->get_array())
    append(all, ", ", function_text(function, detail));
  return all;
}

std::string condition_text(const value& when) {
  if (!when.is_object()) return {};
  if (const value* turned = member(when, "not")) return "not (" + condition_text(*turned) + ")";
  for (const char* form : {"all", "any"}) {
    const value* parts = member(when, form);
    if (parts == nullptr || !parts->is_array()) continue;
    std::string text;
    for (const value& part : parts->get_array()) {
      const bool nested = member(part, "all") != nullptr || member(part, "any") != nullptr;
      append(text, form == std::string_view("all") ? " and " : " or ",
             nested ? "(" + condition_text(part) + ")" : condition_text(part));
    }
    return text;
  }
  std::string text = text_at(when, "path");
  for (const auto& one : when.get_object()) {
    if (one.key() == "path") continue;
    const std::string_view test = one.key();
    if (test == "exists") {
      text += is_set(when, "exists") ? " exists" : " does not exist";
    } else {
      text += (test == "not_equals" ? " does not equal " : " " + std::string(test) + " ") +
              flow(one.value());
    }
  }
  return text;
}

std::string when_of(const value& source) {
  const value* when = member(source, "when");
  return when == nullptr ? std::string() : condition_text(*when);
}

std::string source_of(const value& source, Detail detail);

// One within a list of sources, which has functions of its own.
std::string part_of(const value& source, Detail detail) {
  const std::string text = source_of(source, detail);
  std::string more = detail == Detail::kBrief ? std::string() : functions_of(source, detail);
  const std::string when = when_of(source);
  if (!when.empty()) append(more, "; ", "when " + when);
  return more.empty() ? text : text + " (" + more + ")";
}

std::string sources_of(const value& list, const char* separator, Detail detail) {
  std::string all;
  if (!list.is_array()) return all;
  for (const value& entry : list.get_array()) append(all, separator, part_of(entry, detail));
  return all;
}

std::string fields_of(const value& row, Detail detail) {
  std::string all;
  const value* fields = member(row, "fields");
  if (fields == nullptr || !fields->is_object()) return all;
  for (const auto& field : fields->get_object())
    append(all, ", ", std::string(field.key()) + ": " + part_of(field.value(), detail));
  return " {" + all + "}";
}

std::string source_of(const value& source, Detail detail) {
  if (!source.is_object()) return scalar(source);
  const bool full = detail == Detail::kFull;
  if (const value* from = member(source, "from")) return scalar(*from);
  if (const value* constant = member(source, "const"))
    return full ? flow(*constant) : "\"" + scalar(*constant) + "\"";
  if (const value* first = member(source, "first_of")) return sources_of(*first, ", else ", detail);
  if (const value* parts = member(source, "concat")) {
    const value* separator = member(source, "separator");
    return sources_of(*parts, " + ", detail) +
           (full && separator != nullptr ? " with " + flow(*separator) + " between" : "");
  }
  if (const value* each = member(source, "each"))
    return scalar(*each) + (scalar(*each).ends_with("[]") ? "" : "[]") +
           (full ? fields_of(source, detail) : "");
  return {};
}

}  // namespace

RowText row_text(const value& row, Detail detail) {
  RowText text;
  text.when = when_of(row);
  text.note = text_at(row, "note");
  if (const value* drop = member(row, "drop")) {
    text.target = "drop: " + scalar(*drop);
    return text;
  }
  text.source = source_of(row, detail);
  text.functions = functions_of(row, detail);
  text.target = text_at(row, "to");
  if (is_set(row, "published")) text.remarks = "published";
  if (is_set(row, "identifier")) append(text.remarks, ", ", "identifier");
  if (detail == Detail::kFull && member(row, "invalid") != nullptr)
    append(text.remarks, ", ", "invalid: " + text_at(row, "invalid"));
  return text;
}

std::string row_line(const value& row) {
  const RowText text = row_text(row, Detail::kFull);
  std::string line = text.source;
  append(line, " | ", text.functions);
  if (!text.when.empty()) append(line, " | ", "when " + text.when);
  append(line, " | ", text.remarks);
  if (!text.note.empty()) append(line, " | ", "note: " + text.note);
  return line;
}

}  // namespace ingest::host
