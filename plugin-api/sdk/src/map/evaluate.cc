#include "evaluate.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "convert.hpp"

namespace ingest::sdk::map {
namespace {

using Outcome = TransformMap::Outcome;

constexpr std::size_t kLongestNote = 200;  // characters of it in a reason

Outcome failed(const Plan& plan, std::size_t number, std::string_view source, std::string value,
               const std::string& why) {
  const TransformMap::Row& row = plan.rows[number - 1];
  Outcome outcome;
  outcome.ok = false;
  outcome.row = number;
  outcome.target = row.target;
  outcome.source = std::string(source);
  outcome.value = std::move(value);
  outcome.reason = row.target + ": " + why + " (from " + outcome.source;
  if (!outcome.value.empty()) outcome.reason += ", value " + outcome.value;
  outcome.reason += ", row " + std::to_string(number) + " of map " + plan.name + ")";
  return outcome;
}

void tell_drop(const DropRow& drop, bool holds, Trace& trace) {
  RowTrace told;
  told.row = drop.number;
  told.has_when = true;
  told.applied = holds;
  told.result = holds ? RowTrace::Result::kDropped : RowTrace::Result::kNotApplied;
  trace.rows.push_back(std::move(told));
}

// Of the first row that drops the record; nothing: none does.
std::optional<Outcome> dropped(const Plan& plan, const Scope& scope, Scratch& scratch,
                               Trace* trace) {
  for (const DropRow& drop : plan.drops) {
    const bool holds = drop.when.holds(scope, scratch);
    if (trace != nullptr) tell_drop(drop, holds, *trace);
    if (!holds) continue;
    const TransformMap::Row& row = plan.rows[drop.number - 1];
    Outcome outcome;
    outcome.ok = false;
    outcome.dropped = true;
    outcome.row = drop.number;
    outcome.source = row.source;
    outcome.reason = "dropped by map " + plan.name + ", row " + std::to_string(drop.number);
    if (!row.note.empty()) outcome.reason += ": " + cut(row.note, kLongestNote);
    return outcome;
  }
  return std::nullopt;
}

// One row over one record.
class RowRun {
 public:
  RowRun(const PlanRow& row, const Scope& scope, Draft& draft, Scratch& scratch)
      : row_(row), scope_(scope), draft_(draft), scratch_(scratch) {}

  // The same as run(), telling trace how.
  bool run(const Plan& plan, Trace& trace) {
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

  // False when the row sends the record to the dead letters; see shown() and scratch.why.
  bool run() {
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

  std::string shown() const { return value_.empty() ? std::string() : value_.shown(); }

 private:
  bool run_source() {
    if (!row_.source.evaluate(scope_, value_, scratch_, steps_)) return false;
    if (value_.empty()) return true;
    filled_ = row_.target->named ? append_named() : row_.target->set(draft_, value_, scratch_);
    return filled_;
  }

  bool append_named() {
    std::span<const std::string_view> texts;
    if (!to_texts(value_, texts, scratch_)) return false;
    for (const std::string_view text : texts)
      draft_.add_parts(row_.target->field, {row_.name, text});
    return true;
  }

  bool run_each() {
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

  bool run_element(const Scope& scope) {
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

  void tell_appended(const Parts& parts) {
    if (appended_->size() > 4 * kTraceText) return;  // so many characters need no more bytes
    std::string members;
    for (std::size_t i = 0; i < row_.target->parts.size(); ++i) {
      if (parts[i].empty()) continue;
      members += (members.empty() ? "" : ", ") + std::string(row_.target->parts[i]) + ": " +
                 Value::borrow(parts[i]).shown(kTraceText);
    }
    *appended_ += (appended_->empty() ? "{" : ", {") + members + "}";
  }

  const PlanRow& row_;
  const Scope& scope_;
  Draft& draft_;
  Scratch& scratch_;
  Value value_;
  bool filled_ = false;
  std::size_t element_ = 0;  // of an each, from 1
  // While traced.
  StepTrace* steps_ = nullptr;
  std::string* appended_ = nullptr;
};

// The text there goes into the text field as it is. False: it is none, or empty.
bool copy(const Item& item, const Step& step, Draft& draft) {
  if (item.kind != Item::Kind::kText || item.size == 0) return false;
  draft.set_text(step.target, item.text());
  return true;
}

// What RowRun does with a row that fills one field, when all goes well. False: it does not, or the
// row is another kind of row; nothing is set then.
bool fill(const PlanRow& row, const Scope& scope, Draft& draft, Scratch& scratch) {
  if (row.each || row.target->named) return false;
  if (row.when && !row.when->holds(scope, scratch)) return true;
  Value value;
  if (!row.source.evaluate(scope, value, scratch)) return false;
  if (value.empty()) return !row.identifier;
  return row.target->set(draft, value, scratch);
}

// The short way to what RowRun does. False: it does not lead there; nothing is set then.
bool take(const Step& step, const Scope& scope, Draft& draft, Scratch& scratch) {
  switch (step.kind) {
    case Step::Kind::kCopyOfRow:
      if (copy(scope.row[step.source], step, draft)) return true;
      break;
    case Step::Kind::kCopyOfRoot:
      if (copy(scope.root[step.source], step, draft)) return true;
      break;
    case Step::Kind::kConstant:
      draft.set_text(step.target, step.constant->view());
      return true;
    case Step::Kind::kOther:
      break;
  }
  return fill(*step.row, scope, draft, scratch);
}

Outcome run(const Plan& plan, const std::vector<Step>& steps, const std::vector<Required>& required,
            const Scope& scope, Draft& draft, Scratch& scratch, Trace* trace) {
  for (const Step& step : steps) {
    if (trace == nullptr && take(step, scope, draft, scratch)) continue;
    const PlanRow& row = *step.row;
    RowRun one(row, scope, draft, scratch);
    const bool good = trace == nullptr ? one.run() : one.run(plan, *trace);
    if (good) continue;
    return failed(plan, row.number, plan.rows[row.number - 1].source, one.shown(), scratch.why);
  }
  for (const Required& field : required) {
    if (draft.is_filled(field.target->field)) continue;
    return failed(plan, field.row, plan.rows[field.row - 1].source, {},
                  "a required field has no value");
  }
  draft.tidy();
  return {};
}

}  // namespace

const char* result_name(RowTrace::Result result) noexcept {
  switch (result) {
    case RowTrace::Result::kSet:
      return "set";
    case RowTrace::Result::kEmpty:
      return "empty";
    case RowTrace::Result::kNotApplied:
      return "not applied";
    case RowTrace::Result::kInvalid:
      return "invalid";
    case RowTrace::Result::kRefused:
      return "refused";
    case RowTrace::Result::kDropped:
      break;
  }
  return "dropped";
}

Outcome evaluate_asset(const Plan& plan, const Scope& scope, Draft& draft, Scratch& scratch,
                       Trace* trace) {
  return run(plan, plan.asset_steps, plan.asset_required, scope, draft, scratch, trace);
}

Outcome evaluate_finding(const Plan& plan, const Scope& scope, Draft& draft, Scratch& scratch,
                         Trace* trace) {
  if (std::optional<Outcome> drop = dropped(plan, scope, scratch, trace)) return *std::move(drop);
  return run(plan, plan.finding_steps, plan.finding_required, scope, draft, scratch, trace);
}

}  // namespace ingest::sdk::map
