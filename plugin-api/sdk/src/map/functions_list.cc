// split, join, first, last.
#include "function.hpp"
#include "spec.hpp"

namespace ingest::sdk::map {
namespace {

constexpr std::size_t kMostParts = 10000;

class Split : public ScalarFunction {
 public:
  explicit Split(std::string separator)
      : ScalarFunction("split"), separator_(std::move(separator)) {}
  Shape shape(Shape) const override { return {Kind::kText, true}; }

  bool apply_scalar(Value& value, Scratch& scratch) const override {
    std::string_view rest = value.text(scratch.memory);
    ListBuilder parts(scratch.memory);
    while (!rest.empty()) {
      const std::size_t end = rest.find(separator_);
      const std::string_view part = rest.substr(0, end);
      parts.add(Value::borrow(part));
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + separator_.size());
      if (parts.size() > kMostParts) {
        scratch.why = "function 'split' gives more than " + std::to_string(kMostParts) + " parts";
        return false;
      }
    }
    value = parts.list();
    return true;
  }

 private:
  std::string separator_;
};

class Join : public Function {
 public:
  explicit Join(std::string separator) : separator_(std::move(separator)) {}
  Shape shape(Shape) const override { return {Kind::kText, false}; }
  bool apply(Value& value, Scratch& scratch) const override {
    if (!value.is_list()) return true;
    const std::span<const Value> elements = value.elements();
    TextBuilder joined(scratch.memory);
    for (const Value& element : elements) {
      if (element.is_object()) {
        scratch.why = "function 'join' can't take a list of objects";
        return false;
      }
      if (&element != elements.data()) joined.add(separator_);
      joined.add(element.text(scratch.memory));
    }
    value = Value::borrow(joined.text());
    return true;
  }

 private:
  std::string separator_;
};

class Pick : public Function {
 public:
  explicit Pick(bool last) : last_(last) {}
  Shape shape(Shape in) const override { return {in.kind, false}; }
  bool apply(Value& value, Scratch&) const override {
    const std::span<const Value> elements = value.elements();
    if (!elements.empty()) value = last_ ? elements.back() : elements.front();
    return true;
  }

 private:
  bool last_;
};

}  // namespace

std::vector<FunctionEntry> list_functions() {
  using Json = boost::json::value;
  using Made = std::unique_ptr<const Function>;
  return {
      {"split", true, true,
       [](const Json& json) -> Made {
         std::string separator = constant_text(json, "'split'");
         if (separator.empty()) config_error("'split' needs a separator that is not empty");
         return std::make_unique<Split>(std::move(separator));
       }},
      {"join", true, true,
       [](const Json& json) -> Made {
         return std::make_unique<Join>(constant_text(json, "'join'"));
       }},
      {"first", false, false, [](const Json&) -> Made { return std::make_unique<Pick>(false); }},
      {"last", false, false, [](const Json&) -> Made { return std::make_unique<Pick>(true); }},
  };
}

}  // namespace ingest::sdk::map
