// connection_rest_questions.cc - what is asked of every connector alike: description, scope, map,
// schedule, output; see connection_questions.hpp.
#include <algorithm>
#include <filesystem>

#include "cli/connection_options.hpp"
#include "cli/connection_questions.hpp"
#include "connection/time_text.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {

void ConnectionQuestions::ask_scope(const v1::ScopeFilter& filter) {
  std::vector<std::string> values;
  std::vector<std::string> selected;
  std::string text = "\n" + plain_text(filter.label().empty() ? filter.key() : filter.label(), 60);
  text += "\n";
  if (!filter.help().empty()) text += "  " + plain_text(filter.help(), 500) + "\n";
  for (const v1::FilterChoice& choice : filter.choices()) {
    values.push_back(choice.value());
    if (choice.selected()) selected.push_back(choice.value());
    text += option_line(values.size(), plain_text(choice.value() + "  " + choice.label(), 160));
  }
  dialogue_.say(text);
  if (const auto chosen = draft_.scope.find(filter.key()); chosen != draft_.scope.end())
    selected = chosen->second;
  while (true) {
    const std::string answer =
        dialogue_.ask("Numbers or names" + shown_default(joined(selected)) + ": ");
    if (answer.empty()) return;
    std::vector<std::string> chosen;
    std::string wrong;
    for (const std::string& word : words_of(answer)) {
      const std::size_t number = number_in(word, values.size());
      const std::string value = number > 0 ? values[number - 1] : word;
      if (std::find(values.begin(), values.end(), value) == values.end()) wrong = word;
      if (std::find(chosen.begin(), chosen.end(), value) == chosen.end()) chosen.push_back(value);
    }
    if (wrong.empty()) {
      draft_.scope[filter.key()] = chosen;
      return;
    }
    dialogue_.say("  That won't do: there is no '" + plain_text(wrong, 80) + "'; " +
                  suggestion(wrong, values) + "\n");
  }
}

void ConnectionQuestions::ask_schedule() {
  dialogue_.say(
      "\nSchedule (optional)\n"
      "  How often: 24h, 7d; or once: 2026-12-01T02:00:00Z; or a time of day, with days or "
      "without:\n"
      "  02:00, mon,thu 02:00. All in UTC.\n"
      "  'ingest serve' runs it.\n");
  while (true) {
    std::string now;
    for (const auto& [key, value] : draft_.schedule) now += (now.empty() ? "" : " ") + value;
    const std::string answer = dialogue_.ask("Schedule" + shown_default(now) + ": ");
    if (answer.empty()) return;
    const auto before = draft_.schedule;
    const auto space = answer.rfind(' ');
    if (parse_moment(answer)) {
      draft_.schedule = {{"at", answer}};
    } else if (space != std::string::npos) {
      draft_.schedule = {{"days", answer.substr(0, space)}, {"time", answer.substr(space + 1)}};
    } else if (parse_time_of_day(answer)) {
      draft_.schedule = {{"time", answer}};
    } else {
      draft_.schedule = {{"every", answer}};
    }
    const std::string wrong = fault();
    if (wrong.empty()) return;
    draft_.schedule = before;
    dialogue_.say("  That won't do: " + plain_text(wrong, 500) + "\n");
  }
}

void ConnectionQuestions::ask_rest(
    const std::function<std::string(const std::string& map)>& map_fault) {
  const auto ask = [&](const std::string& label, std::string& value, const auto& wrong_with) {
    while (true) {
      const std::string before = value;
      const std::string answer = dialogue_.ask(label + shown_default(value) + ": ");
      if (answer.empty()) return;
      value = answer;
      const std::string wrong = wrong_with();
      if (wrong.empty()) return;
      value = before;
      dialogue_.say("  That won't do: " + plain_text(wrong, 500) + "\n");
    }
  };
  dialogue_.say("\nDescription (optional)\n  In your words.\n");
  ask("Description", draft_.description, [&] { return fault(); });
  for (const v1::ScopeFilter& filter : connector_.scope_filters()) ask_scope(filter);
  dialogue_.say("\nTransform map\n  The connector's default, or a map of your own.\n");
  ask("Map", draft_.map, [&] { return map_fault(draft_.map); });
  ask_schedule();
  dialogue_.say("\nOutput folder (optional)\n  Without one, ./out of wherever a run is started.\n");
  ask("Output folder", draft_.output_dir, [&] { return fault(); });
  if (!draft_.output_dir.empty())
    draft_.output_dir = std::filesystem::absolute(draft_.output_dir).lexically_normal().string();
}

}  // namespace ingest::host
