// check_request.cc - see check_request.hpp.
#include "conformance/check_request.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "recording/recording_reader.hpp"

namespace ingest::host::conformance {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

json::array array_of(const std::vector<std::string>& texts) {
  json::array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return array;
}

std::vector<std::string> texts_of(const json::value& value) {
  std::vector<std::string> texts;
  for (const json::value& text : value.as_array()) texts.emplace_back(text.as_string());
  return texts;
}

void read_pages(Subject& subject, const fs::path& folder) {
  RecordingReader recording(folder);
  std::size_t bytes = 0;
  for (v1::RecordedUnit unit; recording.next_unit(unit);) {
    RecordedPages pages = recording.pages_of(unit);
    for (v1::SourcePage page; pages.next(page);) {
      bytes += page.body().size() + page.context().size();
      if (subject.pages.size() >= kMostPages || bytes > kMostPageBytes) return;
      subject.pages.push_back(page);
    }
  }
  if (subject.pages.empty())
    throw Failure(ExitStatus::kConfig, "the recording in " + folder.string() + " holds no page",
                  "record a run that reads something, with 'ingest run CONNECTION --record DIR'");
}

}  // namespace

fs::path opened_name(int descriptor) { return "/proc/self/fd/" + std::to_string(descriptor); }

std::string request_text(const CheckRequest& request) {
  return json::serialize(json::object{{"file", request.file.string()},
                                      {"check", request.check.string()},
                                      {"settings", request.settings.string()},
                                      {"pages", request.pages.string()},
                                      {"cases", array_of(request.cases)},
                                      {"skip", array_of(request.skip)},
                                      {"seed", std::to_string(request.seed)},
                                      {"time", request.time.count()},
                                      {"at_once", request.at_once}});
}

CheckRequest request_of_text(const std::string& text) {
  const json::value value = json::parse(text);
  const json::object& all = value.as_object();
  CheckRequest request;
  request.file = std::string(all.at("file").as_string());
  request.descriptor = kCheckedFile;
  request.check = std::string(all.at("check").as_string());
  request.settings = std::string(all.at("settings").as_string());
  request.pages = std::string(all.at("pages").as_string());
  request.cases = texts_of(all.at("cases"));
  request.skip = texts_of(all.at("skip"));
  request.seed = std::stoull(std::string(all.at("seed").as_string()));
  request.time = std::chrono::seconds(all.at("time").to_number<std::int64_t>());
  request.at_once = all.at("at_once").to_number<unsigned>();
  return request;
}

Subject subject_of(const CheckRequest& request) {
  Subject subject;
  subject.file = request.file;
  subject.seed = request.seed;
  subject.opened = opened_name(request.descriptor);
  std::error_code error;
  const fs::path check = request.check.empty() ? check_file_of(request.file) : request.check;
  if (!request.check.empty() || fs::exists(check, error)) subject.check = read_check_file(check);
  if (!request.settings.empty()) replace_settings(subject.check, request.settings);
  if (!request.pages.empty()) {
    read_pages(subject, request.pages);
    subject.pages_from = request.pages.string();
  }
  for (const auto& [name, reason] : subject.check.skip)
    if (find_case(name) == nullptr)
      throw Failure(
          ExitStatus::kConfig,
          subject.check.path.string() + ": skip names no case: '" + plain_text(name, 80) + "'",
          "'ingest plugins check --list' shows the names");
  for (const std::string& name : request.skip) subject.check.skip[name] = "left out by --skip";
  return subject;
}

std::vector<const Case*> chosen_cases(const CheckRequest& request) {
  std::vector<std::string> known;
  for (const Case& one : all_cases()) known.emplace_back(one.name);
  for (const auto* names : {&request.cases, &request.skip})
    for (const std::string& name : *names)
      if (find_case(name) == nullptr) {
        const std::string near = nearest(name, known);
        throw Failure(ExitStatus::kUsage, "there is no case '" + plain_text(name, 80) + "'",
                      near.empty() ? "'ingest plugins check --list' shows the names"
                                   : "did you mean '" + near + "'?");
      }
  std::vector<const Case*> chosen;
  for (const Case& one : all_cases())
    if (request.cases.empty() ||
        std::find(request.cases.begin(), request.cases.end(), one.name) != request.cases.end())
      chosen.push_back(&one);
  return chosen;
}

CheckHead head_of(const Subject& subject) {
  CheckHead head;
  if (subject.ready >= Ready::kDetails) {
    head.id = plain_text(subject.details.id(), 80);
    head.version = plain_text(subject.details.version(), 40);
  }
  head.check_file = subject.check.path.string();
  if (subject.ready == Ready::kPages) {
    head.pages = subject.pages.size();
    head.pages_from = subject.pages_from;
  }
  head.missing = subject.why_no_more;
  head.hint = subject.hint;
  return head;
}

}  // namespace ingest::host::conformance
