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
std::optional<Outcome> dropped(const Plan& plan, const Scope& scope, Trace* trace) {
  for (const DropRow& drop : plan.drops) {
    const bool holds = drop.when.holds(scope);
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
template <class Message>
class RowRun {
 public:
  RowRun(const PlanRow& row, const Scope& scope, Message& message)
      : row_(row), scope_(scope), message_(message), access_(access<Message>(*row.target)) {}

  // The same as run(), telling trace how.
  bool run(const Plan& plan, Trace& trace) {
    RowTrace told;
    told.row = row_.number;
    told.target = plan.rows[row_.number - 1].target;
    told.has_when = row_.when.has_value();
    told.applied = !row_.when || row_.when->holds(scope_);
    StepTrace steps(told);
    steps_ = &steps;
    const bool good = run();
    told.value = appended_.empty() || !good ? traced(value_) : cut(appended_, kTraceText);
    told.reason = why_;
    using Result = RowTrace::Result;
    told.result = !good           ? Result::kRefused
                  : !told.applied ? Result::kNotApplied
                  : !why_.empty() ? Result::kInvalid
                  : filled_       ? Result::kSet
                                  : Result::kEmpty;
    trace.rows.push_back(std::move(told));
    steps_ = nullptr;
    return good;
  }

  // False when the row sends the record to the dead letters; see value and why.
  bool run() {
    if (row_.when && !row_.when->holds(scope_)) return true;
    const bool done = row_.each ? run_each() : run_source();
    if (!done && row_.invalid == Policy::kDeadLetter) return false;
    if (row_.identifier && !filled_) {
      if (done) why_ = "an identifier has no value";
      return false;
    }
    return true;
  }

  std::string shown() const { return value_.empty() ? std::string() : value_.shown(); }
  const std::string& why() const { return why_; }
  std::string source(const Plan& plan) const { return plan.rows[row_.number - 1].source; }

 private:
  bool run_source() {
    if (!row_.source.evaluate(scope_, value_, why_, steps_)) return false;
    if (value_.empty()) return true;
    filled_ = true;
    if (!row_.target->named) {
      filled_ = access_.set(message_, value_, why_);
      return filled_;
    }
    std::vector<std::string> texts;
    filled_ = to_texts(value_, texts, why_);
    if (!filled_) return false;
    for (std::string& text : texts) access_.append(message_, {row_.name, std::move(text)});
    return true;
  }

  bool run_each() {
    const boost::json::value* list = row_.each->path.find(scope_);
    if (steps_ != nullptr) {
      steps_->read(row_.each->path.text() + "[]", list == nullptr ? Value() : Value::of(*list));
    }
    if (list == nullptr) return true;
    bool good = true;
    Scope scope = scope_;
    if (const boost::json::array* array = list->if_array()) {
      for (const boost::json::value& element : *array) {
        scope.item = &element;
        good = run_element(scope) && good;
        if (!good && row_.invalid == Policy::kDeadLetter) return false;
      }
    } else if (const boost::json::object* object = list->if_object()) {
      for (const auto& member : *object) {
        scope.item = &member.value();
        scope.item_key = {member.key().data(), member.key().size()};
        good = run_element(scope) && good;
        if (!good && row_.invalid == Policy::kDeadLetter) return false;
      }
    } else {  // what is no list counts as a list of one, as in paths
      scope.item = list;
      good = run_element(scope);
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
      const bool good = field.source.evaluate(scope, value, why_, steps_) &&
                        (value.empty() || to_text(value, parts[field.part], why_));
      any = any || !value.empty();
      if (good) continue;
      why_ = "field " + std::string(row_.target->parts[field.part]) + ": " + why_;
      value_ = std::move(value);
      return false;
    }
    if (!any) return true;
    // A tag or attribute without its key says nothing.
    if (row_.target->parts.front() == "key" && parts.front().empty()) {
      why_ = "field key: it is empty";
      value_ = Value(std::move(parts[1]));
      return false;
    }
    filled_ = true;
    if (steps_ != nullptr) tell_appended(parts);
    access_.append(message_, std::move(parts));
    return true;
  }

  void tell_appended(const Parts& parts) {
    if (appended_.size() > 4 * kTraceText) return;  // so many characters need no more bytes
    std::string members;
    for (std::size_t i = 0; i < row_.target->parts.size(); ++i) {
      if (parts[i].empty()) continue;
      members += (members.empty() ? "" : ", ") + std::string(row_.target->parts[i]) + ": " +
                 Value::borrow(parts[i]).shown(kTraceText);
    }
    appended_ += (appended_.empty() ? "{" : ", {") + members + "}";
  }

  const PlanRow& row_;
  const Scope& scope_;
  Message& message_;
  const Access<Message>& access_;
  Value value_;
  std::string why_;
  bool filled_ = false;
  std::size_t element_ = 0;     // of an each, from 1
  StepTrace* steps_ = nullptr;  // while traced
  std::string appended_;
};

// By key, then value, and no pair twice: an object's members come in whatever order.
template <class List>
void sort_pairs(List& list) {
  if (list.size() < 2) return;
  const auto less = [](const auto& a, const auto& b) {
    return std::pair(std::string_view(a.key()), std::string_view(a.value())) <
           std::pair(std::string_view(b.key()), std::string_view(b.value()));
  };
  const auto same = [](const auto& a, const auto& b) {
    return a.key() == b.key() && a.value() == b.value();
  };
  std::sort(list.begin(), list.end(), less);
  list.erase(std::unique(list.begin(), list.end(), same), list.end());
}

void tidy(v1::Asset& asset) {
  sort_pairs(*asset.mutable_tags());
  sort_pairs(*asset.mutable_custom_attributes());
}
void tidy(v1::Finding& finding) { sort_pairs(*finding.mutable_custom_attributes()); }

template <class Message>
Outcome run(const Plan& plan, const std::vector<PlanRow>& rows,
            const std::vector<Required>& required, const Scope& scope, Message& message,
            Trace* trace) {
  for (const PlanRow& row : rows) {
    RowRun<Message> one(row, scope, message);
    const bool good = trace == nullptr ? one.run() : one.run(plan, *trace);
    if (!good) return failed(plan, row.number, one.source(plan), one.shown(), one.why());
  }
  for (const Required& field : required) {
    if (access<Message>(*field.target).has(message)) continue;
    return failed(plan, field.row, plan.rows[field.row - 1].source, {},
                  "a required field has no value");
  }
  tidy(message);
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

Outcome evaluate(const Plan& plan, const Scope& scope, v1::Asset& asset, Trace* trace) {
  return run(plan, plan.asset_rows, plan.asset_required, scope, asset, trace);
}

Outcome evaluate(const Plan& plan, const Scope& scope, v1::Finding& finding, Trace* trace) {
  if (std::optional<Outcome> drop = dropped(plan, scope, trace)) return *std::move(drop);
  return run(plan, plan.finding_rows, plan.finding_required, scope, finding, trace);
}

}  // namespace ingest::sdk::map
