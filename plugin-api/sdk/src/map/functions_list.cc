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

 protected:
  bool apply_scalar(Value& value, std::string& why) const override {
    std::string buffer;
    std::string_view rest = value.text_in(buffer);
    Value::List parts;
    while (!rest.empty()) {
      const std::size_t end = rest.find(separator_);
      const std::string_view part = rest.substr(0, end);
      if (!part.empty()) parts.emplace_back(std::string(part));
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + separator_.size());
      if (parts.size() > kMostParts) {
        why = "function 'split' gives more than " + std::to_string(kMostParts) + " parts";
        return false;
      }
    }
    value = Value(std::move(parts));
    return true;
  }

 private:
  std::string separator_;
};

class Join : public Function {
 public:
  explicit Join(std::string separator) : separator_(std::move(separator)) {}
  Shape shape(Shape) const override { return {Kind::kText, false}; }
  bool apply(Value& value, std::string& why) const override {
    const Value::List* elements = value.list();
    if (elements == nullptr) return true;
    std::string joined;
    std::string buffer;
    for (const Value& element : *elements) {
      if (element.is_object()) {
        why = "function 'join' can't take a list of objects";
        return false;
      }
      if (&element != elements->data()) joined += separator_;
      joined += element.text_in(buffer);
    }
    value = Value(std::move(joined));
    return true;
  }

 private:
  std::string separator_;
};

class Pick : public Function {
 public:
  explicit Pick(bool last) : last_(last) {}
  Shape shape(Shape in) const override { return {in.kind, false}; }
  bool apply(Value& value, std::string&) const override {
    Value::List* elements = value.list();
    if (elements == nullptr || elements->empty()) return true;
    Value one = std::move(last_ ? elements->back() : elements->front());
    value = std::move(one);
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
