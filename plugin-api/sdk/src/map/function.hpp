// function.hpp - one step between a row's source and its target. Functions take any value and give
// one, so they combine freely; what is empty passes through all of them but default. On a list
// most work on each element. Immutable once built, so thread-safe.
#pragma once

#include <boost/json.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/sdk/map/trace.hpp"
#include "scratch.hpp"
#include "value.hpp"

namespace ingest::sdk::map {

// What is known of a value before there is one, to refuse rows that can never work.
enum class Kind { kAny, kText, kNumber, kBool, kTime };
struct Shape {
  Kind kind = Kind::kAny;
  bool list = false;  // surely a list; what is not sure may be one
};

class Function {
 public:
  virtual ~Function() = default;

  // False when the value can't be mapped; scratch.why says so, and value is left for the report.
  [[nodiscard]] virtual bool apply(Value& value, Scratch& scratch) const = 0;
  // The same of a value that is_scalar().
  [[nodiscard]] virtual bool apply_scalar(Value& value, Scratch& scratch) const {
    return apply(value, scratch);
  }

  virtual Shape shape(Shape in) const = 0;

  // What is empty stays so.
  virtual bool keeps_empty() const noexcept { return true; }

  // Results that the map itself spells out, so that they can be held against the target.
  virtual std::vector<Value> spelled_out() const { return {}; }

  // Of a value before apply(), for a trace: what of it the function does not know. Only value_map
  // has such.
  virtual std::vector<UnknownValue> unknown(const Value&) const { return {}; }
};

using Functions = std::vector<std::unique_ptr<const Function>>;

// From "trim" or {"value_map": {...}}. Throws Error(INGEST_E_CONFIG).
std::unique_ptr<const Function> parse_function(const boost::json::value& json);

// The list under apply; an absent one (null) is no functions.
Functions parse_functions(const boost::json::value* json);

[[nodiscard]] bool apply_all(const Functions& functions, Value& value, Scratch& scratch);

// For functions that look at one scalar at a time: runs over the elements of a list, drops what
// becomes empty, refuses objects.
class ScalarFunction : public Function {
 public:
  explicit ScalarFunction(std::string name) : name_(std::move(name)) {}
  bool apply(Value& value, Scratch& scratch) const final;
  [[nodiscard]] bool apply_scalar(Value& value, Scratch& scratch) const override = 0;

 private:
  std::string name_;
};

// What every kind of function is built from: its argument, null when it is written as a name.
using MakeFunction = std::unique_ptr<const Function> (*)(const boost::json::value& argument);
struct FunctionEntry {
  std::string_view name;
  bool takes_argument;  // false: written as a name alone
  bool needs_argument;
  MakeFunction make;
};
// The parts of the table, one a file.
std::vector<FunctionEntry> text_functions();
std::vector<FunctionEntry> list_functions();
std::vector<FunctionEntry> number_functions();
std::vector<FunctionEntry> date_functions();
std::vector<FunctionEntry> choice_functions();

}  // namespace ingest::sdk::map
