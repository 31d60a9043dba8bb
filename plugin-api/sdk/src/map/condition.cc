#include "condition.hpp"

#include <algorithm>

#include "spec.hpp"

namespace ingest::sdk::map {

namespace {

constexpr int kDeepest = 8;
constexpr std::size_t kMostParts = 64;
constexpr std::size_t kMostTexts = 10000;
constexpr std::size_t kLongestText = 200;  // characters of a condition in words

const boost::json::array& list_at(const Spec& spec, std::string_view key, std::size_t most) {
  const boost::json::value& value = spec.at(key);
  const boost::json::array* list = value.if_array();
  if (list == nullptr || list->empty() || list->size() > most) {
    config_error("'when': '" + std::string(key) + "' must be a list that is not empty", value);
  }
  return *list;
}

}  // namespace

Condition Condition::parse(const boost::json::value& json, bool relative, int depth) {
  const Spec spec(json, "'when'");
  spec.allow({"path", "equals", "not_equals", "in", "matches", "exists", "all", "any", "not"});
  if (depth > kDeepest) config_error("'when' is nested too deep", json);
  Condition condition;
  for (const std::string_view form : {"all", "any", "not"}) {
    if (!spec.has(form)) continue;
    if (json.get_object().size() != 1) {
      config_error("'when': '" + std::string(form) + "' stands alone", json);
    }
    if (form == "not") {
      condition = parse(spec.at("not"), relative, depth + 1);
      condition.negated_ = !condition.negated_;
      condition.written_ = cut("not (" + condition.written_ + ")", kLongestText);
      return condition;
    }
    condition.form_ = form == "all" ? Form::kAll : Form::kAny;
    for (const boost::json::value& one : list_at(spec, form, kMostParts)) {
      condition.parts_.push_back(parse(one, relative, depth + 1));
      const std::string& part = condition.parts_.back().written_;
      condition.written_ += (condition.written_.empty() ? ""
                             : form == "all"            ? " and "
                                                        : " or ") +
                            (condition.parts_.back().parts_.empty() ? part : "(" + part + ")");
    }
    condition.written_ = cut(condition.written_, kLongestText);
    return condition;
  }
  if (json.get_object().size() != 2) {
    config_error("'when' needs 'path' and one of equals, not_equals, in, matches, exists", json);
  }
  const std::string path = spec.text("path");
  condition.path_ = placed(spec.at("path"), [&] { return Path::parse(path, relative); });
  if (spec.has("equals")) {
    condition.texts_.push_back(constant_text(spec.at("equals"), "'equals'"));
  } else if (spec.has("not_equals")) {
    condition.texts_.push_back(constant_text(spec.at("not_equals"), "'not_equals'"));
    condition.negated_ = true;
  } else if (spec.has("in")) {
    for (const boost::json::value& one : list_at(spec, "in", kMostTexts)) {
      condition.texts_.push_back(constant_text(one, "'in'"));
    }
  } else if (spec.has("matches")) {
    const std::string pattern = spec.text("matches");
    placed(spec.at("matches"), [&] { condition.pattern_.emplace(pattern, false); });
  } else {
    condition.form_ = Form::kExists;
    condition.negated_ = !spec.flag("exists", true);
  }
  for (const auto& member : json.get_object()) {
    if (member.key() == "path") continue;
    const boost::json::string* text = member.value().if_string();
    const std::string value =
        text != nullptr ? std::string(*text) : boost::json::serialize(member.value());
    condition.written_ =
        condition.path_.text() + " " + std::string(member.key()) + " " + cut(value);
  }
  return condition;
}

void Condition::bind(FieldPlans& plans) {
  if (form_ == Form::kTest || form_ == Form::kExists) path_.bind(plans);
  for (Condition& part : parts_) part.bind(plans);
}

bool Condition::uses_row() const noexcept {
  return path_.in_row() || std::any_of(parts_.begin(), parts_.end(),
                                       [](const Condition& part) { return part.uses_row(); });
}

void Condition::add_paths(std::vector<std::string>& all) const {
  if (parts_.empty()) all.push_back(path_.text());
  for (const Condition& part : parts_) part.add_paths(all);
}

bool Condition::holds_plainly(const Scope& scope, Scratch& scratch) const {
  const auto holds = [&](const Condition& part) { return part.holds(scope, scratch); };
  switch (form_) {
    case Form::kTest: {
      const Value value = path_.resolve(scope, scratch.memory);
      if (!value.is_list()) return matches(value, scratch);
      const auto elements = value.elements();
      return std::any_of(elements.begin(), elements.end(),
                         [&](const Value& element) { return matches(element, scratch); });
    }
    case Form::kExists:
      if (path_.is_list() || path_.is_key()) return !path_.resolve(scope, scratch.memory).empty();
      return path_.find(scope) != nullptr;
    case Form::kAll:
      return std::all_of(parts_.begin(), parts_.end(), holds);
    case Form::kAny:
      return std::any_of(parts_.begin(), parts_.end(), holds);
  }
  return false;
}

bool Condition::matches(const Value& scalar, Scratch& scratch) const {
  if (scalar.is_object()) return false;
  const std::string_view text = scalar.text(scratch.memory);
  if (pattern_) return pattern_->search(text) == Pattern::Result::kMatch;
  return std::find(texts_.begin(), texts_.end(), text) != texts_.end();
}

}  // namespace ingest::sdk::map
