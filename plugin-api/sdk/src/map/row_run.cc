#include "row_run.hpp"

#include <utility>

#include "convert.hpp"

namespace ingest::sdk::map {

bool RowRun::run(const Plan& plan, Trace& trace) {
  RowTrace told;
  told.row = row_.number;
  told.target = plan.rows[row_.number - 1].target;
  told.has_when = row_.when.has_value();
  told.applied = !row_.when || row_.when->holds(scope_, scratch_);
  StepTrace steps(told);
  std::string appended;
  steps_ = &steps;
  appended_ = &appended;
  const bool good = run();
  told.value = appended.empty() || !good ? traced(value_) : cut(appended, kTraceText);
  told.reason = scratch_.why;
  using Result = RowTrace::Result;
  told.result = !good                   ? Result::kRefused
                : !told.applied         ? Result::kNotApplied
                : !scratch_.why.empty() ? Result::kInvalid
                : filled_               ? Result::kSet
                                        : Result::kEmpty;
  trace.rows.push_back(std::move(told));
  steps_ = nullptr;
  appended_ = nullptr;
  return good;
}

bool RowRun::run() {
  scratch_.why.clear();
  if (row_.when && !row_.when->holds(scope_, scratch_)) return true;
  const bool done = row_.each ? run_each() : run_source();
  if (!done && row_.invalid == Policy::kDeadLetter) return false;
  if (row_.identifier && !filled_) {
    if (done) scratch_.why = "an identifier has no value";
    return false;
  }
  return true;
}

bool RowRun::run_source() {
  if (!row_.source.evaluate(scope_, value_, scratch_, steps_)) return false;
  if (value_.empty()) return true;
  filled_ = row_.target->named ? append_named() : row_.target->set(draft_, value_, scratch_);
  return filled_;
}

bool RowRun::append_named() {
  std::span<const std::string_view> texts;
  if (!to_texts(value_, texts, scratch_)) return false;
  for (const std::string_view text : texts) draft_.add_parts(row_.target->field, {row_.name, text});
  return true;
}

bool RowRun::run_each() {
  const Item* list = row_.each->path.find(scope_);
  if (steps_ != nullptr) {
    steps_->read(row_.each->path.text() + "[]",
                 list == nullptr ? Value() : Value::of(*list, scratch_.memory));
  }
  if (list == nullptr) return true;
  Scope scope = scope_;
  if (!list->is_array() && !list->is_object()) {  // counts as a list of one, as in paths
    scope.item = list;
    return run_element(scope);
  }
  bool good = true;
  for (const Node* node = list->first; node != nullptr; node = node->next) {
    scope.item = &node->item;
    scope.item_key = node->key;
    good = run_element(scope) && good;
    if (!good && row_.invalid == Policy::kDeadLetter) return false;
  }
  return good;
}

bool RowRun::run_element(const Scope& scope) {
  Parts parts;
  bool any = false;
  ++element_;
  for (const Each::Field& field : row_.each->fields) {
    Value value;
    if (steps_ != nullptr) {
      steps_->at("element " + std::to_string(element_) + ", " +
                 std::string(row_.target->parts[field.part]));
    }
    const bool got = steps_ == nullptr ? field.source.evaluate(scope, value, scratch_)
                                       : field.source.evaluate(scope, value, scratch_, steps_);
    const bool good = got && (value.empty() || to_text(value, parts[field.part], scratch_));
    any = any || !value.empty();
    if (good) continue;
    scratch_.why = "field " + std::string(row_.target->parts[field.part]) + ": " + scratch_.why;
    value_ = value;
    return false;
  }
  if (!any) return true;
  // A tag or attribute without its key says nothing.
  if (row_.target->place.pairs && parts.front().empty()) {
    scratch_.why = "field key: it is empty";
    value_ = Value::borrow(parts[1]);
    return false;
  }
  filled_ = true;
  if (appended_ != nullptr) tell_appended(parts);
  draft_.add_parts(row_.target->field, parts);
  return true;
}

void RowRun::tell_appended(const Parts& parts) {
  if (appended_->size() > 4 * kTraceText) return;  // so many characters need no more bytes
  std::string members;
  for (std::size_t i = 0; i < row_.target->parts.size(); ++i) {
    if (parts[i].empty()) continue;
    members += (members.empty() ? "" : ", ") + std::string(row_.target->parts[i]) + ": " +
               Value::borrow(parts[i]).shown(kTraceText);
  }
  *appended_ += (appended_->empty() ? "{" : ", {") + members + "}";
}

}  // namespace ingest::sdk::map
