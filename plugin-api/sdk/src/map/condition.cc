#include "condition.hpp"

#include <algorithm>

#include "spec.hpp"

namespace ingest::sdk::map {

Condition Condition::parse(const boost::json::value& json) {
  const Spec spec(json, "'when'");
  spec.allow({"path", "equals", "not_equals", "in", "matches", "exists"});
  if (json.get_object().size() != 2) {
    config_error("'when' needs 'path' and one of equals, not_equals, in, matches, exists");
  }
  Condition condition;
  condition.path_ = Path::parse(spec.text("path"));
  if (spec.has("equals")) {
    condition.texts_.push_back(constant_text(spec.at("equals"), "'equals'"));
  } else if (spec.has("not_equals")) {
    condition.texts_.push_back(constant_text(spec.at("not_equals"), "'not_equals'"));
    condition.negated_ = true;
  } else if (spec.has("in")) {
    const boost::json::array* list = spec.at("in").if_array();
    if (list == nullptr || list->empty() || list->size() > 10000) {
      config_error("'when': 'in' must be a list that is not empty");
    }
    for (const auto& one : *list) condition.texts_.push_back(constant_text(one, "'in'"));
  } else if (spec.has("matches")) {
    condition.pattern_.emplace(spec.text("matches"), false);
  } else {
    condition.exists_ = true;
    condition.negated_ = !spec.flag("exists", true);
  }
  for (const auto& member : json.get_object()) {
    if (member.key() == "path") continue;
    const boost::json::string* text = member.value().if_string();
    condition.written_ =
        condition.path_.text() + " " + std::string(member.key()) + " " +
        (text != nullptr ? cut(*text) : cut(boost::json::serialize(member.value())));
  }
  return condition;
}

bool Condition::holds(const Scope& scope) const {
  if (exists_) {
    const bool there =
        path_.is_list() ? !path_.resolve(scope).empty() : path_.find(scope) != nullptr;
    return there != negated_;
  }
  return any_matches(path_.resolve(scope)) != negated_;
}

bool Condition::any_matches(const Value& value) const {
  const Value::List* elements = value.list();
  if (elements == nullptr) return matches(value);
  return std::any_of(elements->begin(), elements->end(),
                     [this](const Value& element) { return matches(element); });
}

bool Condition::matches(const Value& scalar) const {
  if (scalar.is_object()) return false;
  std::string buffer;
  const std::string_view text = scalar.text_in(buffer);
  if (pattern_) return pattern_->search(text) == Pattern::Result::kMatch;
  return std::find(texts_.begin(), texts_.end(), text) != texts_.end();
}

}  // namespace ingest::sdk::map
