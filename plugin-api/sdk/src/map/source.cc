#include "source.hpp"

#include <algorithm>
#include <utility>

namespace ingest::sdk::map {
namespace {

constexpr std::string_view kForms[] = {"from", "const", "first_of", "concat"};
constexpr int kDeepest = 8;
constexpr std::size_t kMostParts = 64;
constexpr std::size_t kMostText = 64u << 20u;

}  // namespace

Source Source::parse(const boost::json::value& json, bool relative, int depth) {
  if (!json.is_string()) {
    const Spec spec(json, "a source");
    spec.allow({"from", "const", "first_of", "concat", "separator", "apply", "when"});
    Source source = parse(spec, relative, depth);
    if (spec.has("when")) source.when_ = Condition::parse(spec.at("when"), relative);
    return source;
  }
  Source source;
  source.form_ = Form::kPath;
  source.path_ = placed(json, [&] {
    return Path::parse({json.get_string().data(), json.get_string().size()}, relative);
  });
  return source;
}

Source Source::parse(const Spec& spec, bool relative, int depth) {
  if (depth > kDeepest) spec.error("sources are nested too deep");
  std::string_view form;
  for (const std::string_view candidate : kForms) {
    if (!spec.has(candidate)) continue;
    if (!form.empty()) {
      key_error(spec.what() + " has both '" + std::string(form) + "' and '" +
                    std::string(candidate) + "'; it takes one",
                spec.at(candidate));
    }
    form = candidate;
  }
  if (form.empty()) {
    spec.error(spec.what() + " has no source; give it one of from, const, first_of, concat");
  }
  if (spec.has("separator") && form != "concat") {
    key_error("'separator' belongs to 'concat'", spec.at("separator"));
  }
  Source source;
  if (form == "from") {
    source.form_ = Form::kPath;
    const std::string path = spec.text("from");
    source.path_ = placed(spec.at("from"), [&] { return Path::parse(path, relative); });
  } else if (form == "const") {
    source.constant_ = constant(spec.at("const"), "'const'");
    if (source.constant_.value().empty()) config_error("'const' is empty", spec.at("const"));
  } else {
    source.form_ = form == "concat" ? Form::kConcat : Form::kFirstOf;
    source.separator_ = spec.text("separator", "");
    const boost::json::array* list = spec.at(form).if_array();
    if (list == nullptr || list->empty() || list->size() > kMostParts) {
      config_error("'" + std::string(form) + "' must be a list of 1 to " +
                       std::to_string(kMostParts) + " sources",
                   spec.at(form));
    }
    for (const boost::json::value& one : *list) {
      source.parts_.push_back(parse(one, relative, depth + 1));
    }
  }
  source.functions_ = parse_functions(spec.find("apply"));
  source.written_ = as_written(spec.find("apply"));
  return source;
}

bool Source::evaluate(const Scope& scope, Value& out, Scratch& scratch, StepTrace* trace) const {
  if (when_ && !when_->holds(scope, scratch)) {
    if (trace != nullptr) trace->left_out(when_->describe());
    out = Value();
    return true;
  }
  if (!evaluate_form(scope, out, scratch, trace)) return false;
  return trace == nullptr ? apply_all(functions_, out, scratch)
                          : trace->apply(functions_, written_, out, scratch);
}

bool Source::evaluate_form(const Scope& scope, Value& out, Scratch& scratch,
                           StepTrace* trace) const {
  switch (form_) {
    case Form::kPath:
      out = path_.resolve(scope, scratch.memory);
      if (trace != nullptr) trace->read(path_.text(), out);
      return true;
    case Form::kConst:
      out = constant_.value();
      if (trace != nullptr) trace->constant(out);
      return true;
    case Form::kFirstOf: {
      const StepTrace::Within within(trace);
      std::size_t chosen = 0;  // none
      for (std::size_t i = 0; i < parts_.size() && chosen == 0; ++i) {
        const bool good = trace == nullptr ? parts_[i].evaluate(scope, out, scratch)
                                           : parts_[i].evaluate(scope, out, scratch, trace);
        if (!good) return false;
        if (!out.empty()) chosen = i + 1;
      }
      if (trace != nullptr) trace->first_of(chosen, parts_.size(), out);
      return true;
    }
    case Form::kConcat:
      return concat(scope, out, scratch, trace);
  }
  return true;
}

// Parts that are empty take their separator with them; constants alone are nothing.
bool Source::concat(const Scope& scope, Value& out, Scratch& scratch, StepTrace* trace) const {
  const StepTrace::Within within(trace);
  TextBuilder joined(scratch.memory);
  bool found = false;
  bool first = true;
  for (const Source& part : parts_) {
    Value value;
    if (!part.evaluate(scope, value, scratch, trace)) {
      out = value;
      return false;
    }
    if (value.empty()) continue;
    for (const Value& element : value.is_list() ? value.elements() : std::span(&value, 1)) {
      if (element.is_object()) {
        scratch.why = "'concat' can't take an object";
        if (trace != nullptr) trace->concat(parts_.size(), Value(), scratch.why);
        out = element;
        return false;
      }
      if (!std::exchange(first, false)) joined.add(separator_);
      joined.add(element.text(scratch.memory));
      found = found || part.form_ != Form::kConst;
    }
    if (joined.size() > kMostText) {
      scratch.why = "'concat' gives more than " + std::to_string(kMostText) + " bytes";
      if (trace != nullptr) trace->concat(parts_.size(), Value(), scratch.why);
      return false;
    }
  }
  out = found ? Value::borrow(joined.text()) : Value();
  if (trace != nullptr) trace->concat(parts_.size(), out);
  return true;
}

std::vector<Source::Way> Source::ways() const {
  std::vector<Way> all;
  if (form_ == Form::kFirstOf) {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      for (const Way& way : parts_[i].ways()) all.push_back({way.shape, i});
    }
  } else {
    Way way;
    way.shape.list = form_ == Form::kPath && path_.is_list();
    if (form_ == Form::kConcat) way.shape.kind = Kind::kText;
    all.push_back(way);
  }
  for (const auto& function : functions_) {
    for (Way& way : all) way.shape = function->shape(way.shape);
  }
  return all;
}

std::vector<Value> Source::spelled_out(Scratch& scratch) const {
  std::vector<Value> all;
  if (form_ == Form::kConst) all.push_back(constant_.value());
  if (form_ == Form::kFirstOf) {
    for (const Source& part : parts_) {
      for (const Value& value : part.spelled_out(scratch)) all.push_back(value);
    }
  }
  for (const auto& function : functions_) {
    std::erase_if(all, [&](Value& value) { return !function->apply(value, scratch); });
    for (const Value& value : function->spelled_out()) all.push_back(value);
  }
  return all;
}

bool Source::add_needs(std::vector<ScopeField>& needs) const {
  for (const auto& function : functions_) {
    if (!function->keeps_empty()) return false;
  }
  switch (form_) {
    case Form::kPath:
      needs.push_back(path_.field());
      return true;
    case Form::kConst:
      return false;
    case Form::kFirstOf:
      return std::all_of(parts_.begin(), parts_.end(),
                         [&](const Source& part) { return part.add_needs(needs); });
    case Form::kConcat:  // of constants alone is nothing, but their functions may refuse
      return std::all_of(parts_.begin(), parts_.end(), [&](const Source& part) {
        return (part.form_ == Form::kConst && part.functions_.empty()) || part.add_needs(needs);
      });
  }
  return false;
}

bool Source::uses_row() const noexcept {
  return (form_ == Form::kPath && path_.in_row()) || (when_ && when_->uses_row()) ||
         std::any_of(parts_.begin(), parts_.end(), [](const Source& s) { return s.uses_row(); });
}

void Source::add_paths(std::vector<std::string>& all) const {
  if (when_) when_->add_paths(all);
  if (form_ == Form::kPath) all.push_back(path_.text());
  for (const Source& part : parts_) part.add_paths(all);
}

void Source::bind(FieldPlans& plans) {
  if (when_) when_->bind(plans);
  if (form_ == Form::kPath) path_.bind(plans);
  for (Source& part : parts_) part.bind(plans);
}

std::string Source::describe() const {
  if (form_ == Form::kPath) return path_.text();
  if (form_ == Form::kConst) return constant_.value().shown();
  std::string all;
  for (const Source& part : parts_) all += (all.empty() ? "" : ", ") + part.describe();
  return (form_ == Form::kConcat ? "concat of " : "first of ") + all;
}

}  // namespace ingest::sdk::map
