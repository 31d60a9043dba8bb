#include "evaluate.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "row_run.hpp"

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
  if (step.kind == Step::Kind::kConstant) {
    draft.set_text(step.target, step.constant->view());
    return true;
  }
  if (step.kind == Step::Kind::kCopy) {
    const Item& item = step.source.in(scope);
    if (item.kind == Item::Kind::kText && item.size > 0) {
      draft.set_text(step.target, item.text());
      return true;
    }
  }
  const auto is_there = [&](const ScopeField& field) { return field.in(scope).is_there(); };
  if (!step.needs.empty() && std::none_of(step.needs.begin(), step.needs.end(), is_there))
    return true;
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
  if (!plan.drops.empty()) {
    if (std::optional<Outcome> drop = dropped(plan, scope, scratch, trace)) return *std::move(drop);
  }
  return run(plan, plan.finding_steps, plan.finding_required, scope, draft, scratch, trace);
}

}  // namespace ingest::sdk::map
