// value_map, default, drop_if: one value for another.
#include <algorithm>
#include <unordered_map>

#include "function.hpp"
#include "spec.hpp"
#include "suggest.hpp"

namespace ingest::sdk::map {
namespace {

constexpr std::size_t kMostValues = 10000;
constexpr std::size_t kFewValues = 8;  // that are looked through sooner than a hash is computed

// Into room for as many letters.
std::string_view folded(std::string_view text, char* room) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    room[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return {room, text.size()};
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
      if (ignore_case_) folded(from, from.data());
      longest_ = std::max(longest_, from.size());
      Constant to = constant(member.value(), "'value_map': the value of '" + cut(from, 40) + "'");
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
    for (const auto& [from, to] : values_) all.push_back(to.value());
    if (unknown_ == Unknown::kDefault) all.push_back(default_.value());
    return all;
  }

  std::vector<UnknownValue> unknown(const Value& value) const override {
    std::vector<UnknownValue> all;
    RecordMemory memory;
    const auto look_at = [&](const Value& one) {
      if (!one.is_scalar() || find(one, memory) != nullptr) return;
      all.push_back({cut(one.text(), kTraceText), policy()});
    };
    for (const Value& element : value.elements()) look_at(element);
    if (!value.is_list()) look_at(value);
    return all;
  }

  bool apply_scalar(Value& value, Scratch& scratch) const override {
    if (const Value* found = find(value, scratch.memory)) {
      value = *found;
      return true;
    }
    if (unknown_ == Unknown::kDeadLetter) {
      scratch.why = "it is not among the values that the map knows";
      return false;
    }
    if (unknown_ == Unknown::kEmpty) value = Value();
    if (unknown_ == Unknown::kDefault) value = default_.value();
    return true;
  }

 private:
  using Values = std::unordered_map<std::string, Constant, TextHash, std::equal_to<>>;

  // Null when it is not among them.
  const Value* find(const Value& scalar, RecordMemory& memory) const {
    std::string_view text = scalar.text(memory);
    if (text.size() > longest_) return nullptr;
    if (ignore_case_) text = folded(text, memory.room(text.size()));
    if (values_.size() <= kFewValues) {
      for (const auto& [from, to] : values_) {
        if (from == text) return &to.value();
      }
      return nullptr;
    }
    const auto found = values_.find(text);
    return found == values_.end() ? nullptr : &found->second.value();
  }

  std::string policy() const {
    switch (unknown_) {
      case Unknown::kKeep:
        return "keep";
      case Unknown::kEmpty:
        return "empty";
      case Unknown::kDefault:
        return "default " + cut(default_.value().text());
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
  std::size_t longest_ = 0;  // of the values known
  Constant default_;
  Unknown unknown_ = Unknown::kDeadLetter;
  bool ignore_case_ = false;
};

class Default : public Function {
 public:
  explicit Default(Constant value) : value_(std::move(value)) {}
  Shape shape(Shape) const override { return {Kind::kAny, false}; }
  bool keeps_empty() const noexcept override { return false; }
  std::vector<Value> spelled_out() const override { return {value_.value()}; }
  bool apply(Value& value, Scratch&) const override {
    if (value.empty()) value = value_.value();
    return true;
  }

 private:
  Constant value_;
};

class DropIf : public ScalarFunction {
 public:
  explicit DropIf(std::vector<std::string> texts)
      : ScalarFunction("drop_if"), texts_(std::move(texts)) {}
  Shape shape(Shape in) const override { return in; }

  bool apply_scalar(Value& value, Scratch& scratch) const override {
    const std::string_view text = value.text(scratch.memory);
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
