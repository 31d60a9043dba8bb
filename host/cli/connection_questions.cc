// connection_questions.cc - see connection_questions.hpp.
#include "cli/connection_questions.hpp"

#include <algorithm>
#include <stdexcept>

#include "cli/login_ways.hpp"
#include "connection/config_check.hpp"
#include "connection/secret_source.hpp"
#include "connection_files/connection_writer.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

bool given(const ConnectionDraft& draft, const std::string& key) {
  return draft.config.count(key) > 0;
}

}  // namespace

std::string ConnectionQuestions::fault() const {
  try {
    parse_connection(connection_text(draft_, connector_), draft_.name + ".yaml");
    return {};
  } catch (const Failure& failure) {
    const std::string what = failure.what();  // "NAME.yaml:7:3: config.region is ..."
    const auto start = what.find(": ");
    return start == std::string::npos ? what : what.substr(start + 2);
  }
}

void ConnectionQuestions::introduce(const v1::ConfigField& field, bool required) const {
  std::string text = "\n" + label_of(field) + (required ? "" : " (optional)") + "\n";
  if (!field.help().empty()) text += "  " + plain_text(field.help(), 500) + "\n";
  if (!field.example().empty() && field.type() != v1::FIELD_TYPE_SECRET)
    text += "  Example: " + plain_text(field.example(), 200) + "\n";
  for (int i = 0; i < field.choices_size(); ++i)
    text += option_line(static_cast<std::size_t>(i) + 1, plain_text(field.choices(i), 200));
  dialogue_.say(text);
}

bool ConnectionQuestions::take(const v1::ConfigField& field, const std::string& answer) {
  std::string value = answer;
  const auto most = static_cast<std::size_t>(field.choices_size());
  if (field.type() != v1::FIELD_TYPE_INTEGER)
    if (const std::size_t number = number_in(answer, most); number > 0)
      value = field.choices(static_cast<int>(number) - 1);
  const std::string before = given(draft_, field.key()) ? draft_.config[field.key()] : "";
  std::string wrong;
  try {
    if (!parse_reference(value)) wrong = value_fault(field, value);
    draft_.config[field.key()] = value;
    if (wrong.empty()) wrong = fault();
  } catch (const std::invalid_argument& error) {
    wrong = error.what();
  }
  if (wrong.empty()) return true;
  if (before.empty()) {
    draft_.config.erase(field.key());
  } else {
    draft_.config[field.key()] = before;
  }
  dialogue_.say("  That won't do: " + plain_text(wrong, 500) + "\n");
  return false;
}

bool ConnectionQuestions::take_secret(const v1::ConfigField& field, SecretString answer,
                                      bool required) {
  const std::string stored = draft_.name + "/" + field.key();
  if (answer.empty()) {
    if (given(draft_, field.key()) || !required) return true;
    dialogue_.say("  That won't do: it is empty\n");
    return false;
  }
  try {
    if (parse_reference(answer.reveal())) return take(field, std::string(answer.reveal()));
  } catch (const std::invalid_argument&) {  // a secret may look like that
  }
  redactor().add(answer.reveal());
  secrets_.add(stored, std::move(answer));
  draft_.config[field.key()] = "${secret:" + stored + "}";
  return true;
}

void ConnectionQuestions::ask_field(const v1::ConfigField& field, bool required) {
  introduce(field, required);
  while (true) {
    const std::string kept = given(draft_, field.key()) ? draft_.config[field.key()] : "";
    if (field.type() == v1::FIELD_TYPE_SECRET) {
      const std::string prompt =
          label_of(field) + (kept.empty() ? "" : " [as before]") + " (not shown): ";
      if (take_secret(field, dialogue_.ask_hidden(prompt), required)) return;
      continue;
    }
    const std::string otherwise = kept.empty() ? field.default_value() : kept;
    const std::string answer = dialogue_.ask(label_of(field) + shown_default(otherwise) + ": ");
    if (answer.empty()) {
      if (!otherwise.empty() || !required) return;  // a default need not stand in the file
      dialogue_.say("  That won't do: it is empty\n");
    } else if (take(field, answer)) {
      return;
    }
  }
}

void ConnectionQuestions::ask_ways(const v1::ConfigField& field) {
  const auto ways = ways_of(field, connector_);
  std::string text = "\nHow to log in\n";
  std::size_t otherwise = 1;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    std::vector<std::string> labels;
    for (const std::string& key : ways[i])
      labels.push_back(label_of(*field_named(connector_, key)));
    text += option_line(i + 1, joined(labels, " and "));
    if (given(draft_, ways[i].front())) otherwise = i + 1;
  }
  dialogue_.say(text);
  std::size_t chosen = 0;
  while (chosen == 0) {
    const std::string answer = dialogue_.ask("Number [" + std::to_string(otherwise) + "]: ");
    chosen = answer.empty() ? otherwise : number_in(answer, ways.size());
    if (chosen == 0)
      dialogue_.say("  That won't do: it is a number from 1 to " + std::to_string(ways.size()) +
                    "\n");
  }
  for (std::size_t i = 0; i < ways.size(); ++i)
    if (i + 1 != chosen)
      for (const std::string& key : ways[i]) draft_.config.erase(key);
  for (const std::string& key : ways[chosen - 1]) ask_field(*field_named(connector_, key), true);
}

void ConnectionQuestions::ask_config() {
  const std::set<std::string> in_choices = keys_in_choices(connector_);
  for (const v1::ConfigField& field : connector_.config_fields()) {
    if (in_choices.count(field.key()) > 0) continue;
    const auto& needs = field.needs();
    const bool useless = std::any_of(needs.begin(), needs.end(), [&](const std::string& key) {
      const v1::ConfigField* needed = field_named(connector_, key);
      return !given(draft_, key) || (needed != nullptr && needed->type() == v1::FIELD_TYPE_BOOL &&
                                     draft_.config[key] == "false");
    });
    if (field.required() && field.required_unless_size() > 0 &&
        ways_of(field, connector_).size() > 1) {
      ask_ways(field);
    } else if (!useless) {
      ask_field(field, field.required());
    }
  }
}

}  // namespace ingest::host
