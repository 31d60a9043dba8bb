// trim, lower, upper, prefix, suffix, regex.
#include <algorithm>
#include <cstdint>

#include "function.hpp"
#include "pattern.hpp"
#include "spec.hpp"

namespace ingest::sdk::map {
namespace {

Shape text_shape(Shape in) { return {Kind::kText, in.list}; }

// ASCII only: what a source puts into other white space or letters is its own affair, and a
// no-break space inside a name is part of the name.
std::string_view trimmed(std::string_view text) noexcept {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

class Trim : public ScalarFunction {
 public:
  Trim() : ScalarFunction("trim") {}
  Shape shape(Shape in) const override { return in; }

  bool apply_scalar(Value& value, Scratch&) const override {
    if (value.is_text()) value = Value::borrow(trimmed(value.view()));
    return true;
  }
};

class Case : public ScalarFunction {
 public:
  explicit Case(bool upper) : ScalarFunction(upper ? "upper" : "lower"), upper_(upper) {}
  Shape shape(Shape in) const override { return in; }

  bool apply_scalar(Value& value, Scratch& scratch) const override {
    if (!value.is_text()) return true;
    const char first = upper_ ? 'a' : 'A';
    const auto is_other = [first](char c) { return c >= first && c < first + 26; };
    const std::string_view text = value.view();
    const auto other = std::find_if(text.begin(), text.end(), is_other);
    if (other == text.end()) return true;  // most values are as they should be already
    char* const made = scratch.memory.room(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
      made[i] = is_other(text[i]) ? static_cast<char>(text[i] ^ 0x20) : text[i];
    }
    value = Value::borrow({made, text.size()});
    return true;
  }

 private:
  bool upper_;
};

class Affix : public ScalarFunction {
 public:
  Affix(std::string prefix, std::string suffix)
      : ScalarFunction(prefix.empty() ? "suffix" : "prefix"),
        prefix_(std::move(prefix)),
        suffix_(std::move(suffix)) {}
  Shape shape(Shape in) const override { return text_shape(in); }

  bool apply_scalar(Value& value, Scratch& scratch) const override {
    TextBuilder joined(scratch.memory);
    joined.add(prefix_).add(value.text(scratch.memory)).add(suffix_);
    value = Value::borrow(joined.text());
    return true;
  }

 private:
  std::string prefix_;
  std::string suffix_;
};

// Bytes that a capture can't start with, or a character cut short at its end.
bool splits_a_character(std::string_view whole, std::string_view part) noexcept {
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; };
  if (part.empty()) return false;
  const std::size_t end = static_cast<std::size_t>(part.data() - whole.data()) + part.size();
  return continues(part.front()) || (end < whole.size() && continues(whole[end]));
}

class Regex : public ScalarFunction {
 public:
  explicit Regex(Pattern pattern) : ScalarFunction("regex"), pattern_(std::move(pattern)) {}
  Shape shape(Shape in) const override { return text_shape(in); }

  bool apply_scalar(Value& value, Scratch& scratch) const override {
    const std::string_view text = value.text(scratch.memory);
    std::string_view captured;
    const Pattern::Result result = pattern_.search(text, &captured);
    if (result == Pattern::Result::kGaveUp) {
      scratch.why = "the regular expression takes too long on it";
      return false;
    }
    if (splits_a_character(text, captured)) {
      scratch.why = "the regular expression cuts a character in two";
      return false;
    }
    value = Value::borrow(captured);
    return true;
  }

 private:
  Pattern pattern_;
};

std::string affix_of(const boost::json::value& argument, const std::string& name) {
  std::string affix = constant_text(argument, name);
  if (affix.empty()) config_error(name + " needs a text that is not empty");
  return affix;
}

std::unique_ptr<const Function> make_regex(const boost::json::value& argument) {
  if (argument.is_string()) {
    return std::make_unique<Regex>(Pattern(constant_text(argument, "'regex'"), false));
  }
  const Spec spec(argument, "'regex'");
  spec.allow({"pattern", "capture", "ignore_case"});
  Pattern pattern(spec.text("pattern"), spec.flag("ignore_case", false));
  if (const boost::json::value* capture = spec.find("capture")) {
    if (capture->is_string()) {
      pattern.choose(spec.text("capture"));
    } else {
      const std::int64_t number = *spec.integer("capture");
      if (number < 0) config_error("'regex': 'capture' is a number from 0, or a name");
      pattern.choose(static_cast<std::size_t>(number));
    }
  }
  return std::make_unique<Regex>(std::move(pattern));
}

}  // namespace

std::vector<FunctionEntry> text_functions() {
  using Json = boost::json::value;
  using Made = std::unique_ptr<const Function>;
  return {
      {"trim", false, false, [](const Json&) -> Made { return std::make_unique<Trim>(); }},
      {"lower", false, false, [](const Json&) -> Made { return std::make_unique<Case>(false); }},
      {"upper", false, false, [](const Json&) -> Made { return std::make_unique<Case>(true); }},
      {"prefix", true, true,
       [](const Json& json) -> Made {
         return std::make_unique<Affix>(affix_of(json, "'prefix'"), "");
       }},
      {"suffix", true, true,
       [](const Json& json) -> Made {
         return std::make_unique<Affix>("", affix_of(json, "'suffix'"));
       }},
      {"regex", true, true, make_regex},
  };
}

}  // namespace ingest::sdk::map
