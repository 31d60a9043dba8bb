#include "step_trace.hpp"

#include <utility>

namespace ingest::sdk::map {
namespace {

std::string ordinal(std::size_t n) {
  const bool teen = n % 100 / 10 == 1;
  const char* ending = teen || n % 10 > 3 || n % 10 == 0 ? "th"
                       : n % 10 == 1                     ? "st"
                       : n % 10 == 2                     ? "nd"
                                                         : "rd";
  return std::to_string(n) + ending;
}

std::string plainly(const boost::json::value& json) {
  const boost::json::string* text = json.if_string();
  return text != nullptr ? std::string(*text) : boost::json::serialize(json);
}

}  // namespace

std::string traced(const Value& value) {
  return value.empty() ? std::string() : value.shown(kTraceText);
}

std::vector<std::string> as_written(const boost::json::value* apply) {
  std::vector<std::string> all;
  if (apply == nullptr || !apply->is_array()) return all;
  for (const boost::json::value& one : apply->get_array()) {
    const boost::json::object* function = one.if_object();
    if (function == nullptr || function->size() != 1) {
      all.push_back(plainly(one));
      continue;
    }
    const boost::json::value& argument = function->begin()->value();
    const std::string name = function->begin()->key();
    all.push_back(argument.is_null() ? name : cut(name + ": " + plainly(argument), kTraceText));
  }
  return all;
}

void StepTrace::add(TraceStep step) {
  if (row_.steps.size() >= kTraceSteps) {
    ++row_.steps_left_out;
    return;
  }
  step.element = element_;
  row_.steps.push_back(std::move(step));
}

void StepTrace::read(const std::string& path, const Value& value) {
  TraceStep step;
  step.kind = TraceStep::Kind::kRead;
  step.depth = depth_;
  step.what = cut(path, kTraceText);
  step.after = traced(value);
  add(std::move(step));
}

void StepTrace::constant(const Value& value) {
  TraceStep step;
  step.kind = TraceStep::Kind::kConst;
  step.depth = depth_;
  step.what = "const";
  step.after = traced(value);
  add(std::move(step));
}

void StepTrace::left_out(const std::string& when) {
  TraceStep step;
  step.kind = TraceStep::Kind::kChosen;
  step.depth = depth_;
  step.what = cut("left out: not when " + when, kTraceText);
  add(std::move(step));
}

void StepTrace::first_of(std::size_t chosen, std::size_t parts, const Value& value) {
  TraceStep step;
  step.kind = TraceStep::Kind::kChosen;
  step.depth = depth_ - 1;
  step.what =
      "first_of: " + (chosen == 0 ? "none" : ordinal(chosen)) + " of " + std::to_string(parts);
  step.after = traced(value);
  add(std::move(step));
}

void StepTrace::concat(std::size_t parts, const Value& value, const std::string& refused) {
  TraceStep step;
  step.kind = TraceStep::Kind::kChosen;
  step.depth = depth_ - 1;
  step.what = "concat: " + std::to_string(parts) + (parts == 1 ? " part" : " parts");
  step.after = traced(value);
  step.refused = refused;
  add(std::move(step));
}

bool StepTrace::apply(const Functions& functions, const std::vector<std::string>& written,
                      Value& value, Scratch& scratch) {
  for (std::size_t i = 0; i < functions.size(); ++i) {
    for (UnknownValue& unknown : functions[i]->unknown(value)) {
      if (row_.unknown.size() >= kTraceUnknown) {
        ++row_.unknown_left_out;
      } else {
        row_.unknown.push_back(std::move(unknown));
      }
    }
    TraceStep step;
    step.kind = TraceStep::Kind::kFunction;
    step.depth = depth_;
    step.what = i < written.size() ? written[i] : std::string();
    step.before = traced(value);
    const bool good = functions[i]->apply(value, scratch);
    if (good) {
      step.after = traced(value);
    } else {
      step.refused = scratch.why;
    }
    add(std::move(step));
    if (!good) return false;
  }
  return true;
}

}  // namespace ingest::sdk::map
