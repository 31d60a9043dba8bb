// source.hpp - where a row's value comes from: a path, a constant, the first of several sources,
// several put together; then functions. Immutable once built, so thread-safe.
#pragma once

#include <boost/json.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "condition.hpp"
#include "function.hpp"
#include "path.hpp"
#include "scratch.hpp"
#include "spec.hpp"
#include "step_trace.hpp"
#include "value.hpp"

namespace ingest::sdk::map {

class Source {
 public:
  // From a mapping with exactly one of from, const, first_of, concat, and apply and separator
  // beside it. relative: see Path. Throws Error(INGEST_E_CONFIG).
  static Source parse(const Spec& spec, bool relative, int depth = 0);
  // As parse; a text alone is a path. With a 'when' the source is empty where that does not hold.
  static Source parse(const boost::json::value& json, bool relative, int depth = 0);

  // False when a function refuses; then out is the value that it refused and scratch.why the
  // reason. trace, if not null, is told of each step.
  [[nodiscard]] bool evaluate(const Scope& scope, Value& out, Scratch& scratch) const {
    if (form_ != Form::kPath || when_) return evaluate(scope, out, scratch, nullptr);
    out = path_.resolve(scope, scratch.memory);
    return functions_.empty() || apply_all(functions_, out, scratch);
  }
  [[nodiscard]] bool evaluate(const Scope& scope, Value& out, Scratch& scratch,
                              StepTrace* trace) const;

  // What each of the ways to a value gives: one for every part of first_of, and which part it is.
  struct Way {
    Shape shape;
    std::size_t part = 0;
  };
  std::vector<Way> ways() const;
  // Results that the map itself spells out, constants and value maps. They borrow from scratch.
  std::vector<Value> spelled_out(Scratch& scratch) const;
  // The path that is all of it, or the constant; null where there is more to it.
  const Path* plain_path() const noexcept {
    return form_ == Form::kPath && is_plain() && !path_.is_list() ? &path_ : nullptr;
  }
  const Value* plain_constant() const noexcept {
    return form_ == Form::kConst && is_plain() ? &constant_.value() : nullptr;
  }
  // Adds fields without any of which there is no value. False: there may be one all the same.
  bool add_needs(std::vector<ScopeField>& needs) const;
  bool uses_row() const noexcept;
  void bind(FieldPlans& plans);  // see Path
  std::string describe() const;  // "a.b", "first of a, b"
  void add_paths(std::vector<std::string>& all) const;

 private:
  bool is_plain() const noexcept { return functions_.empty() && !when_; }

  enum class Form { kPath, kConst, kFirstOf, kConcat };
  [[nodiscard]] bool evaluate_form(const Scope& scope, Value& out, Scratch& scratch,
                                   StepTrace* trace) const;
  [[nodiscard]] bool concat(const Scope& scope, Value& out, Scratch& scratch,
                            StepTrace* trace) const;

  Form form_ = Form::kConst;
  std::optional<Condition> when_;
  Path path_;
  Constant constant_;
  std::vector<Source> parts_;
  std::string separator_;
  Functions functions_;
  std::vector<std::string> written_;  // the functions as the map has them, for a trace
};

}  // namespace ingest::sdk::map
