// value_map, default, drop_if: one value for another.
#include <unordered_map>

#include "function.hpp"
#include "spec.hpp"
#include "suggest.hpp"

namespace ingest::sdk::map {
namespace {

constexpr std::size_t kMostValues = 10000;

std::string folded(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Lets a view find a string without a copy of it.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>()(text);
  }
};

enum class Unknown { kKeep, kEmpty, kDeadLetter, kDefault };

class ValueMap : public ScalarFunction {
 public:
  explicit ValueMap(const Spec& spec) : ScalarFunction("value_map") {
    spec.allow({"values", "unknown", "ignore_case"});
    ignore_case_ = spec.flag("ignore_case", false);
    const Spec values(spec.at("values"), "'value_map': 'values'");
    const boost::json::object& object = spec.at("values").get_object();
    if (object.empty()) config_error("'value_map': 'values' is empty");
    if (object.size() > kMostValues) config_error("'value_map': 'values' has too many entries");
    for (const auto& member : object) {
      std::string from(member.key().data(), member.key().size());
      if (ignore_case_) from = folded(from);
      Value to = constant(member.value(), "'value_map': the value of '" + cut(from, 40) + "'");
      if (!values_.emplace(std::move(from), std::move(to)).second) {
        config_error("'value_map' has '" + cut(std::string(member.key()), 40) +
                     "' twice when case is ignored");
      }
    }
    read_unknown(spec);
  }

  Shape shape(Shape in) const override { return {Kind::kAny, in.list}; }

  std::vector<Value> spelled_out() const override {
    std::vector<Value> all;
    for (const auto& [from, to] : values_) all.push_back(to);
    if (unknown_ == Unknown::kDefault) all.push_back(default_);
    return all;
  }

  std::vector<UnknownValue> unknown(const Value& value) const override {
    std::vector<UnknownValue> all;
    const auto look_at = [&](const Value& one) {
      if (!one.is_scalar() || find(one) != values_.end()) return;
      all.push_back({cut(one.text(), kTraceText), policy()});
    };
    if (const Value::List* elements = value.list()) {
      for (const Value& element : *elements) look_at(element);
    } else {
      look_at(value);
    }
    return all;
  }

 protected:
  bool apply_scalar(Value& value, std::string& why) const override {
    const auto found = find(value);
    if (found != values_.end()) {
      value = found->second.is_text() ? Value::borrow(found->second.view()) : found->second;
      return true;
    }
    if (unknown_ == Unknown::kDeadLetter) {
      why = "it is not among the values that the map knows";
      return false;
    }
    if (unknown_ == Unknown::kEmpty) value = Value();
    if (unknown_ == Unknown::kDefault) value = default_;
    return true;
  }

 private:
  using Values = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

  Values::const_iterator find(const Value& scalar) const {
    std::string buffer;
    const std::string_view text = scalar.text_in(buffer);
    return ignore_case_ ? values_.find(folded(text)) : values_.find(text);
  }

  std::string policy() const {
    switch (unknown_) {
      case Unknown::kKeep:
        return "keep";
      case Unknown::kEmpty:
        return "empty";
      case Unknown::kDefault:
        return "default " + cut(default_.text());
      case Unknown::kDeadLetter:
        break;
    }
    return "dead-letter";
  }

  void read_unknown(const Spec& spec) {
    const boost::json::value* unknown = spec.find("unknown");
    if (unknown == nullptr) return;
    if (unknown->is_object()) {
      const Spec wrapped(*unknown, "'value_map': 'unknown'");
      wrapped.allow({"default"});
      unknown_ = Unknown::kDefault;
      default_ = constant(wrapped.at("default"), "'value_map': 'default'");
      return;
    }
    const std::string written = constant_text(*unknown, "'value_map': 'unknown'");
    if (written == "keep") {
      unknown_ = Unknown::kKeep;
    } else if (written == "empty") {
      unknown_ = Unknown::kEmpty;
    } else if (written != "dead-letter") {
      config_error("'value_map': 'unknown' is keep, empty, dead-letter or {default: VALUE}, not '" +
                   cut(written, 40) + "'" +
                   did_you_mean(written, {"keep", "empty", "dead-letter"}));
    }
  }

  Values values_;
  Value default_;
  Unknown unknown_ = Unknown::kDeadLetter;
  bool ignore_case_ = false;
};

class Default : public Function {
 public:
  explicit Default(Value value) : value_(std::move(value)) {}
  Shape shape(Shape) const override { return {Kind::kAny, false}; }
  std::vector<Value> spelled_out() const override { return {value_}; }
  bool apply(Value& value, std::string&) const override {
    if (value.empty()) value = value_;
    return true;
  }

 private:
  Value value_;
};

class DropIf : public ScalarFunction {
 public:
  explicit DropIf(std::vector<std::string> texts)
      : ScalarFunction("drop_if"), texts_(std::move(texts)) {}
  Shape shape(Shape in) const override { return in; }

 protected:
  bool apply_scalar(Value& value, std::string&) const override {
    std::string buffer;
    const std::string_view text = value.text_in(buffer);
    for (const std::string& unwanted : texts_) {
      if (text == unwanted) {
        value = Value();
        return true;
      }
    }
    return true;
  }

 private:
  std::vector<std::string> texts_;
};

// drop_if: "-1" | drop_if: {equals: "-1"} | drop_if: {in: ["-1", "0"]}
std::unique_ptr<const Function> make_drop_if(const boost::json::value& argument) {
  if (!argument.is_object()) {
    return std::make_unique<DropIf>(std::vector{constant_text(argument, "'drop_if'")});
  }
  const Spec spec(argument, "'drop_if'");
  spec.allow({"equals", "in"});
  if (spec.has("equals") == spec.has("in")) config_error("'drop_if' needs 'equals' or 'in'");
  if (spec.has("equals")) {
    return std::make_unique<DropIf>(std::vector{constant_text(spec.at("equals"), "'equals'")});
  }
  const boost::json::array* list = spec.at("in").if_array();
  if (list == nullptr || list->size() > kMostValues) config_error("'drop_if': 'in' must be a list");
  std::vector<std::string> texts;
  for (const boost::json::value& one : *list) texts.push_back(constant_text(one, "'in'"));
  return std::make_unique<DropIf>(std::move(texts));
}

}  // namespace

std::vector<FunctionEntry> choice_functions() {
  using Json = boost::json::value;
  using Made = std::unique_ptr<const Function>;
  return {
      {"value_map", true, true,
       [](const Json& json) -> Made {
         return std::make_unique<ValueMap>(Spec(json, "'value_map'"));
       }},
      {"default", true, true,
       [](const Json& json) -> Made {
         return std::make_unique<Default>(constant(json, "'default'"));
       }},
      {"drop_if", true, true, make_drop_if},
  };
}

}  // namespace ingest::sdk::map
