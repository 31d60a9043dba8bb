// date: text or numbers of the source as a moment.
#include "function.hpp"
#include "number.hpp"
#include "spec.hpp"
#include "suggest.hpp"
#include "time.hpp"

namespace ingest::sdk::map {
namespace {

enum class Form { kRfc3339, kDate, kUnixSeconds, kUnixMillis };
constexpr std::pair<std::string_view, Form> kForms[] = {{"rfc3339", Form::kRfc3339},
                                                        {"date", Form::kDate},
                                                        {"unix_seconds", Form::kUnixSeconds},
                                                        {"unix_millis", Form::kUnixMillis}};

Form parse_form(const boost::json::value& json) {
  const std::string name = constant_text(json, "'date': a form");
  std::vector<std::string_view> names;
  for (const auto& [known, form] : kForms) {
    if (name == known) return form;
    names.push_back(known);
  }
  config_error("'date' knows no form '" + cut(name, 40) + "'" + did_you_mean(name, names) +
               " (known: rfc3339, date, unix_seconds, unix_millis)");
}

class Date : public ScalarFunction {
 public:
  Date(std::vector<Form> forms, std::optional<int> zone, Policy invalid)
      : ScalarFunction("date"), forms_(std::move(forms)), zone_(zone), invalid_(invalid) {}
  Shape shape(Shape in) const override { return {Kind::kTime, in.list}; }

  bool apply_scalar(Value& value, Scratch& scratch) const override {
    if (value.is_time()) return true;
    for (const Form form : forms_) {
      if (const std::optional<Time> time = read(value, form)) {
        value = Value(*time);
        return true;
      }
    }
    if (invalid_ == Policy::kDeadLetter) {
      scratch.why = "it is no date that can be read (" + wanted() + ")";
      return false;
    }
    value = Value();
    return true;
  }

 private:
  std::optional<Time> read(const Value& value, Form form) const {
    if (form == Form::kRfc3339) return parse_rfc3339(value.view(), zone_);
    if (form == Form::kDate) return parse_date(value.view(), zone_.value_or(0));
    const Value whole = to_integer(value);
    if (whole.kind() != Value::Kind::kInteger) return std::nullopt;
    return from_unix(whole.integer(), form == Form::kUnixSeconds ? 1 : 1000);
  }
  std::string wanted() const {
    std::string names;
    for (const auto& [name, form] : kForms) {
      for (const Form mine : forms_) {
        if (mine == form) names += (names.empty() ? "" : ", ") + std::string(name);
      }
    }
    return names;
  }

  std::vector<Form> forms_;
  std::optional<int> zone_;
  Policy invalid_;
};

std::unique_ptr<const Function> make_date(const boost::json::value& argument) {
  std::vector<Form> forms = {Form::kRfc3339};
  if (argument.is_null()) {
    return std::make_unique<Date>(forms, std::nullopt, Policy::kDeadLetter);
  }
  const Spec spec(argument, "'date'");
  spec.allow({"forms", "zone", "invalid"});
  if (const boost::json::value* list = spec.find("forms")) {
    if (!list->is_array() || list->get_array().empty() || list->get_array().size() > 8) {
      config_error("'date': 'forms' must be a list of one form or more");
    }
    forms.clear();
    for (const boost::json::value& form : list->get_array()) forms.push_back(parse_form(form));
  }
  std::optional<int> zone;
  if (spec.has("zone")) {
    zone = parse_zone(spec.text("zone"));
    if (!zone) config_error("'date': 'zone' is UTC, or as +01:00");
  }
  return std::make_unique<Date>(std::move(forms), zone, parse_policy(spec, "invalid"));
}

}  // namespace

std::vector<FunctionEntry> date_functions() { return {{"date", true, false, make_date}}; }

}  // namespace ingest::sdk::map
