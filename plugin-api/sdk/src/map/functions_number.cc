// number, integer, round, clamp.
#include <charconv>
#include <cmath>
#include <limits>

#include "function.hpp"
#include "number.hpp"
#include "spec.hpp"

namespace ingest::sdk::map {
namespace {

Shape number_shape(Shape in) { return {Kind::kNumber, in.list}; }

class ToNumber : public ScalarFunction {
 public:
  ToNumber(bool whole, Policy invalid)
      : ScalarFunction(whole ? "integer" : "number"), whole_(whole), invalid_(invalid) {}
  Shape shape(Shape in) const override { return number_shape(in); }

  bool apply_scalar(Value& value, Scratch& scratch) const override {
    const Value number = whole_ ? to_integer(value) : to_number(value);
    if (number.empty() && invalid_ == Policy::kDeadLetter) {
      scratch.why = whole_ ? "it is no whole number" : "it is no number";
      return false;
    }
    value = number;
    return true;
  }

 private:
  bool whole_;
  Policy invalid_;
};

class Round : public ScalarFunction {
 public:
  explicit Round(int digits) : ScalarFunction("round"), digits_(digits) {}
  Shape shape(Shape in) const override { return number_shape(in); }

  bool apply_scalar(Value& value, Scratch& scratch) const override {
    const Value number = to_number(value);
    if (number.empty()) {
      scratch.why = "function 'round' needs a number";
      return false;
    }
    value = number.is_real() ? Value(rounded(number.real(), digits_)) : number;
    return true;
  }

 private:
  int digits_;
};

class Clamp : public ScalarFunction {
 public:
  Clamp(std::optional<double> least, std::optional<double> most)
      : ScalarFunction("clamp"), least_(least), most_(most) {}
  Shape shape(Shape in) const override { return number_shape(in); }

  bool apply_scalar(Value& value, Scratch& scratch) const override {
    Value number = to_number(value);
    if (number.empty()) {
      scratch.why = "function 'clamp' needs a number";
      return false;
    }
    const double d = as_double(number);
    if (least_ && d < *least_) number = to_integer_if_whole(*least_);
    if (most_ && d > *most_) number = to_integer_if_whole(*most_);
    value = number;
    return true;
  }

 private:
  std::optional<double> least_;
  std::optional<double> most_;
};

std::unique_ptr<const Function> make_to_number(const boost::json::value& argument, bool whole) {
  if (argument.is_null()) return std::make_unique<ToNumber>(whole, Policy::kDeadLetter);
  const Spec spec(argument, whole ? "'integer'" : "'number'");
  spec.allow({"invalid"});
  return std::make_unique<ToNumber>(whole, parse_policy(spec, "invalid"));
}

std::unique_ptr<const Function> make_round(const boost::json::value& argument) {
  if (argument.is_null()) return std::make_unique<Round>(0);
  if (!argument.is_int64() || argument.get_int64() < 0 || argument.get_int64() > 15) {
    config_error("'round' takes the number of digits after the point, 0 to 15");
  }
  return std::make_unique<Round>(static_cast<int>(argument.get_int64()));
}

std::unique_ptr<const Function> make_clamp(const boost::json::value& argument) {
  const Spec spec(argument, "'clamp'");
  spec.allow({"min", "max"});
  const std::optional<double> least = spec.number("min");
  const std::optional<double> most = spec.number("max");
  if (!least && !most) config_error("'clamp' needs 'min', 'max' or both");
  if (least && most && *least > *most) config_error("'clamp': 'min' is larger than 'max'");
  return std::make_unique<Clamp>(least, most);
}

}  // namespace

std::vector<FunctionEntry> number_functions() {
  using Json = boost::json::value;
  return {
      {"number", true, false, [](const Json& json) { return make_to_number(json, false); }},
      {"integer", true, false, [](const Json& json) { return make_to_number(json, true); }},
      {"round", true, false, make_round},
      {"clamp", true, true, make_clamp},
  };
}

}  // namespace ingest::sdk::map
