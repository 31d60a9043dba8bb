// connection_writer.cc - see connection_writer.hpp.
#include "connection_files/connection_writer.hpp"

#include <algorithm>
#include <set>

#include "connection/config_check.hpp"
#include "connection_files/yaml_scalar.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kCommentColumn = 32;

// "status: active                  # or inactive"
std::string with_comment(std::string line, const std::string& comment) {
  line.append(line.size() + 1 < kCommentColumn ? kCommentColumn - line.size() : 1, ' ');
  return line + "# " + comment + "\n";
}

std::string first_sentence(const std::string& text) {
  const auto end = text.find(". ");
  return end == std::string::npos ? text : text.substr(0, end + 1);
}

std::string comment_of(const v1::ConfigField& field) {
  std::string text = plain_text(field.label().empty() ? field.key() : field.label(), 60);
  const std::string help = plain_text(first_sentence(field.help()), 120);
  if (!help.empty()) text += ": " + help;
  return text;
}

bool is_bare(const v1::ConfigField& field, const std::string& value) {
  return (field.type() == v1::FIELD_TYPE_BOOL || field.type() == v1::FIELD_TYPE_INTEGER) &&
         value_fault(field, value).empty();
}

std::string config_of(const ConnectionDraft& draft, const v1::ConnectorDescriptor& connector) {
  if (draft.config.empty()) return {};
  std::string text = "config:\n";
  std::set<std::string> written;
  for (const v1::ConfigField& field : connector.config_fields()) {
    const auto value = draft.config.find(field.key());
    if (value == draft.config.end() || !written.insert(field.key()).second) continue;
    text += "  # " + comment_of(field) + "\n";
    text += "  " + yaml_scalar(field.key()) + ": " +
            (is_bare(field, value->second) ? value->second : yaml_scalar(value->second)) + "\n";
  }
  for (const auto& [key, value] : draft.config)  // which the check of the file then refuses
    if (written.count(key) == 0) text += "  " + yaml_scalar(key) + ": " + yaml_scalar(value) + "\n";
  return text;
}

std::string scope_of(const ConnectionDraft& draft, const v1::ConnectorDescriptor& connector) {
  std::string text;
  for (const auto& [key, values] : draft.scope)
    text += "  " + yaml_scalar(key) + ": " + yaml_list(values) + "\n";
  if (!text.empty()) return "scope:\n" + text;
  for (const v1::ScopeFilter& filter : connector.scope_filters()) {
    std::vector<std::string> selected;
    for (const v1::FilterChoice& choice : filter.choices())
      if (choice.selected()) selected.push_back(plain_text(choice.value(), 80));
    text += "#   " + plain_text(filter.key(), 80) + ": " + yaml_list(selected) + "\n";
  }
  return text.empty()
             ? ""
             : "# scope:                        as the connector selects by itself\n" + text;
}

}  // namespace

std::string schedule_yaml(const std::string& key, const std::string& value) {
  if ((key != "days" && key != "monthly") || value == "daily") return yaml_scalar(value);
  std::vector<std::string> days(1);
  for (const char c : value) {
    if (c != ',' && c != ' ') {
      days.back() += c;
    } else if (!days.back().empty()) {
      days.emplace_back();
    }
  }
  if (days.back().empty()) days.pop_back();
  return key == "days" ? yaml_list(days) : "[" + joined(days) + "]";
}

std::string connection_text(const ConnectionDraft& draft,
                            const v1::ConnectorDescriptor& connector) {
  std::string text =
      "# Written by 'ingest connections add'. Secrets are references: good to keep in git.\n"
      "kind: connection\n";
  text += "name: " + yaml_scalar(draft.name) + "\n";
  text += "plugin: " + yaml_scalar(draft.plugin) + "\n";
  if (!draft.description.empty()) text += "description: " + yaml_scalar(draft.description) + "\n";
  text += with_comment(draft.active ? "status: active" : "status: inactive",
                       draft.active ? "or inactive" : "or active");
  text += config_of(draft, connector);
  text += scope_of(draft, connector);
  text += with_comment("map: " + yaml_scalar(draft.map), "or the name of a map of your own");
  if (!draft.http.empty()) text += "http:\n";
  for (const auto& [key, value] : draft.http) text += "  " + key + ": " + yaml_scalar(value) + "\n";
  if (!draft.schedule.empty()) text += with_comment("schedule:", "times are UTC");
  for (const auto& [key, value] : draft.schedule)
    text += "  " + key + ": " + schedule_yaml(key, value) + "\n";
  if (!draft.output_dir.empty()) text += "output:\n  dir: " + yaml_scalar(draft.output_dir) + "\n";
  return text;
}

}  // namespace ingest::host
