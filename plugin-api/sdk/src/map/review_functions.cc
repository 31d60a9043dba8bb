// Chains of functions: those that have nothing to do, and those that can't take what they get.
#include <algorithm>
#include <memory>

#include "function.hpp"
#include "ingest/sdk/json.hpp"
#include "pointer.hpp"
#include "review_parts.hpp"
#include "spec.hpp"

namespace ingest::sdk::map {
namespace {

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_empty(const boost::json::value& json) {
  return json.is_null() || (json.is_string() && json.get_string().empty());
}

// Something in, something out. What is not named here may make any value empty.
bool keeps(std::string_view name, const boost::json::object& argument) {
  if (one_of(name,
             {"lower", "upper", "prefix", "suffix", "first", "last", "join", "round", "clamp"})) {
    return true;
  }
  if (one_of(name, {"number", "integer", "date"})) {
    return json::string_at(argument, "invalid") != "empty";
  }
  if (name != "value_map") return false;
  const boost::json::value* unknown = argument.if_contains("unknown");
  if (unknown != nullptr) {
    const boost::json::value* instead = json::as_object(*unknown).if_contains("default");
    if (json::text_of(*unknown) == "empty" || (instead != nullptr && is_empty(*instead))) {
      return false;
    }
  }
  const boost::json::object& values = json::object_at(argument, "values");
  return std::none_of(values.begin(), values.end(),
                      [](const auto& member) { return is_empty(member.value()); });
}

bool reads_numbers(const boost::json::object& date) {
  const boost::json::array& forms = json::array_at(date, "forms");
  return std::any_of(forms.begin(), forms.end(), [](const boost::json::value& form) {
    return json::text_of(form).starts_with("unix_");
  });
}

class ChainReview {
 public:
  ChainReview(Presence in, const boost::json::value* constant, std::size_t row, Remarks& remarks)
      : presence_(in), row_(row), remarks_(remarks) {
    if (constant == nullptr) return;
    known_ = true;
    constant_ = map::constant(*constant, "'const'");
    value_ = constant_.value();
  }

  void step(const boost::json::value& json, const std::string& pointer) {
    const boost::json::object* object = json.if_object();
    const std::string name =
        object == nullptr ? json::text_of(json) : std::string(object->begin()->key());
    const boost::json::value* argument = object == nullptr ? nullptr : &object->begin()->value();
    const boost::json::object& details =
        argument == nullptr ? json::as_object(nullptr) : json::as_object(*argument);
    if (name == "default") return step_default(*argument, pointer);
    if (presence_ == Presence::kNever) {
      if (!told_) warn("'" + name + "' never has anything to do: no value comes this far", pointer);
      told_ = true;
      return;
    }
    check_kind(name, details, pointer);
    check_case(name, argument, argument == nullptr ? pointer : child(pointer, name));
    if (known_) {
      try_out(json, name, pointer);
    } else if (presence_ == Presence::kAlways && !keeps(name, details)) {
      presence_ = Presence::kMaybe;
    }
  }

  Presence presence() const { return presence_; }

 private:
  void warn(const std::string& text, const std::string& pointer) {
    remarks_.warn(text, pointer, row_);
  }

  void step_default(const boost::json::value& argument, const std::string& pointer) {
    if (is_empty(argument)) return warn("'default' with nothing in it does nothing", pointer);
    if (presence_ == Presence::kAlways) {
      return warn("'default' is never used: what comes before it always has a value", pointer);
    }
    if (presence_ == Presence::kMaybe) known_ = false;
    presence_ = Presence::kAlways;
    made_by_.clear();
    case_.clear();
    told_ = false;
  }

  // The constant goes through the function itself.
  void try_out(const boost::json::value& json, const std::string& name,
               const std::string& pointer) {
    const std::unique_ptr<const Function> function = parse_function(json);
    if (!function->apply(value_, scratch_)) {
      known_ = false;
      return warn("'" + name + "' can't take the constant " + value_.shown() + ": " + scratch_.why,
                  pointer);
    }
    if (value_.empty()) {
      presence_ = Presence::kNever;
      known_ = false;
      told_ = true;
      warn("'" + name + "' leaves nothing of the constant before it", pointer);
    } else if (value_.is_text()) {
      // It may be part of the function, which goes.
      value_ = Value::borrow(scratch_.memory.copy(value_.view()));
    } else if (value_.is_list()) {
      known_ = false;
    }
  }

  // made_by_: the function that made a time or a number of it.
  void check_kind(const std::string& name, const boost::json::object& details,
                  const std::string& pointer) {
    const bool number = one_of(name, {"number", "integer", "round", "clamp"});
    if (number && made_by_ == "date") {
      warn("'" + name + "' can't take the time that 'date' gives", pointer);
    }
    if (name == "date" && !made_by_.empty() && made_by_ != "date" && !reads_numbers(details)) {
      warn("'date' can't take the number that '" + made_by_ +
               "' gives; {date: {forms: [unix_seconds]}} does",
           pointer);
    }
    if (number || name == "date") {
      made_by_ = name;
    } else if (!one_of(name, {"trim", "lower", "upper", "drop_if", "first", "last"})) {
      made_by_.clear();
    }
  }

  // case_: the function that made all letters alike.
  void check_case(const std::string& name, const boost::json::value* argument,
                  const std::string& pointer) {
    if (name == "lower" || name == "upper") {
      case_ = name;
      return;
    }
    if (case_.empty() || one_of(name, {"trim", "first", "last", "split", "regex"})) return;
    if (name == "drop_if") return check_drop_if(*argument, pointer);
    if (name == "value_map") {
      const boost::json::object& details = json::as_object(*argument);
      if (!json::bool_at(details, "ignore_case").value_or(false)) {
        for (const auto& member : json::object_at(details, "values")) {
          const std::string_view key = member.key();
          check_text(key, child(child(pointer, "values"), key.substr(0, 256)), true);
        }
      }
    }
    case_.clear();
  }

  void check_drop_if(const boost::json::value& argument, const std::string& pointer) {
    if (argument.is_string()) {
      check_text(std::string_view(argument.get_string()), pointer, false);
    }
    const boost::json::object& details = json::as_object(argument);
    check_text(json::string_at(details, "equals"), child(pointer, "equals"), false);
    const boost::json::array& list = json::array_at(details, "in");
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (!list[i].is_string()) continue;
      check_text(std::string_view(list[i].get_string()), child(child(pointer, "in"), i), false);
    }
  }

  void check_text(std::string_view text, const std::string& pointer, bool at_key) {
    const bool lower = case_ == "lower";
    const bool other = std::any_of(text.begin(), text.end(), [lower](char c) {
      return lower ? c >= 'A' && c <= 'Z' : c >= 'a' && c <= 'z';
    });
    if (!other) return;
    remarks_.warn(
        "'" + cut(text, 40) + "' never matches: '" + case_ + "' before it leaves no such letters",
        pointer, row_, at_key);
  }

  Presence presence_;
  std::size_t row_;
  Remarks& remarks_;
  bool known_ = false;  // value_ is what there is
  bool told_ = false;
  Constant constant_;
  Value value_;
  Scratch scratch_;
  std::string made_by_;
  std::string case_;
};

}  // namespace

Presence review_functions(const boost::json::value* apply, Presence in,
                          const boost::json::value* constant, const std::string& pointer,
                          std::size_t row, Remarks& remarks) {
  if (apply == nullptr) return in;
  ChainReview chain(in, constant, row, remarks);
  const boost::json::array& functions = json::as_array(*apply);
  for (std::size_t i = 0; i < functions.size(); ++i) chain.step(functions[i], child(pointer, i));
  return chain.presence();
}

}  // namespace ingest::sdk::map
