// check_report.cc - see check_report.hpp.
#include "cli/check_report.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstring>
#include <utility>

#include "cli/output.hpp"
#include "cli/table.hpp"
#include "diagnostics/log.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

using conformance::Outcome;

constexpr std::size_t kOutcomeWidth = 5;  // "crash"

std::size_t longest_name() {
  std::size_t longest = 0;
  for (const conformance::Case& one : conformance::all_cases())
    longest = std::max(longest, std::strlen(one.name));
  return longest;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

const char* color_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPass:
      return "\033[32m";
    case Outcome::kWarn:
      return "\033[33m";
    case Outcome::kSkip:
      return "\033[2m";
    default:
      return "\033[31m";
  }
}

std::string counted(std::size_t number, const char* one, const char* many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

}  // namespace

CheckReport::CheckReport(Form form, std::filesystem::path file, std::uint64_t seed)
    : form_(form),
      file_(std::move(file)),
      seed_(seed),
      color_(may_color(STDOUT_FILENO)),
      width_(page_width()),
      name_width_(longest_name()) {}

void CheckReport::begin(const conformance::CheckHead& head) {
  if (form_ == Form::kJson) {
    head_ = {{"file", plain_text(file_.string())},
             {"id", head.id},
             {"version", head.version},
             {"seed", seed_},
             {"check_file", head.check_file},
             {"pages", head.pages},
             {"pages_from", head.pages_from},
             {"missing", head.missing},
             {"hint", head.hint}};
    return;
  }
  std::string text = "Checking " + plain_text(file_.string());
  if (!head.id.empty()) text += " (" + head.id + " " + head.version + ")";
  text += "\n";
  if (!head.check_file.empty()) text += "  answers from " + plain_text(head.check_file) + "\n";
  if (head.pages > 0)
    text +=
        "  " + counted(head.pages, "page", "pages") + " from " + plain_text(head.pages_from) + "\n";
  if (!head.missing.empty()) {
    text += "  " + wrapped("not all of it can be tried: " + head.missing, width_ - 2, "  ") + "\n";
    if (!head.hint.empty()) text += "  " + wrapped(head.hint, width_ - 2, "  ") + "\n";
  }
  print(text + "\n");
}

void CheckReport::add(const conformance::Case& one, const conformance::Verdict& verdict) {
  ++counts_[static_cast<std::size_t>(verdict.outcome)];
  if (form_ == Form::kJson) {
    cases_.push_back(boost::json::object{{"name", one.name},
                                         {"sentence", one.sentence},
                                         {"outcome", std::string(name_of(verdict.outcome))},
                                         {"reason", verdict.reason},
                                         {"hint", verdict.hint},
                                         {"milliseconds", verdict.milliseconds}});
    return;
  }
  if (verdict.outcome == Outcome::kSkip && verdict.reason == last_reason_) {
    likewise_.emplace_back(one.name);
    return;
  }
  flush_likewise();
  last_reason_ = verdict.reason;
  const bool passed = verdict.outcome == Outcome::kPass;
  std::string text =
      "  " + shown(verdict.outcome) + "  " + padded(one.name, passed ? name_width_ : 0);
  if (passed) {
    text += "  " + std::to_string(verdict.milliseconds) + " ms\n";
  } else {
    text += "\n" + block(verdict.reason);
    if (!verdict.hint.empty() && verdict.outcome != Outcome::kSkip)
      text += block("hint: " + verdict.hint);
  }
  print(text);
}

std::string CheckReport::shown(Outcome outcome) const {
  const std::string text = padded(std::string(name_of(outcome)), kOutcomeWidth);
  return color_ ? color_of(outcome) + text + "\033[0m" : text;
}

std::string CheckReport::block(const std::string& text) const {
  const std::string indent(kOutcomeWidth + 4, ' ');
  return indent + wrapped(text, width_ - indent.size(), indent) + "\n";
}

// Many cases may be left out for one reason: it is told with the first.
void CheckReport::flush_likewise() {
  if (likewise_.empty()) return;
  std::string text = block("left out for the same reason: " + joined(likewise_));
  likewise_.clear();
  print(text);
}

void CheckReport::end() {
  if (form_ == Form::kJson) {
    boost::json::object all = std::move(head_);
    for (const Outcome outcome :
         {Outcome::kPass, Outcome::kWarn, Outcome::kSkip, Outcome::kFail, Outcome::kCrash})
      all[std::string(name_of(outcome))] = count(outcome);
    all["cases"] = std::move(cases_);
    print_json(all);
    return;
  }
  flush_likewise();
  std::string text = "\n" + std::to_string(count(Outcome::kPass)) + " passed";
  if (count(Outcome::kWarn) > 0)
    text += ", " + counted(count(Outcome::kWarn), "warning", "warnings");
  if (count(Outcome::kSkip) > 0) text += ", " + std::to_string(count(Outcome::kSkip)) + " skipped";
  if (count(Outcome::kFail) > 0) text += ", " + std::to_string(count(Outcome::kFail)) + " failed";
  if (count(Outcome::kCrash) > 0)
    text += ", " + std::to_string(count(Outcome::kCrash)) + " crashed";
  print(text + "\n");
}

bool CheckReport::all_well() const noexcept {
  return count(Outcome::kFail) == 0 && count(Outcome::kCrash) == 0;
}

void print_case_list(CheckReport::Form form) {
  if (form == CheckReport::Form::kJson) {
    boost::json::array cases;
    for (const conformance::Case& one : conformance::all_cases())
      cases.push_back(boost::json::object{{"name", one.name}, {"sentence", one.sentence}});
    print_json(boost::json::object{{"cases", std::move(cases)}});
    return;
  }
  Table table({"CASE", "WHAT HOLDS WHEN IT PASSES"});
  for (const conformance::Case& one : conformance::all_cases()) table.add({one.name, one.sentence});
  print(table.text(terminal_width(STDOUT_FILENO)));
}

}  // namespace ingest::host
