// last_scans.cc - see last_scans.hpp.
#include "checkmarx-sca/last_scans.hpp"

#include <algorithm>
#include <utility>

#include "checkmarx-one/page_rows.hpp"
#include "checkmarx-one/row_parser.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::sca {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;

// Enough to find four projects among a hundred.
constexpr unsigned kMostHalvings = 29;
// Before any part was answered: down to quarters, so that three projects hide nothing.
constexpr unsigned kBlindHalvings = 3;

// What a service answers to a request that it understands and can't serve as a whole. Where it is
// down or busy, asking more often is no help.
bool may_be_one_project(const Error& error) {
  switch (error.vendor_code()) {
    case 400:
    case 403:
    case 404:
    case 413:
    case 414:
    case 422:
    case 500:
      return true;
    default:
      return false;
  }
}

}  // namespace

void LastScans::ask(Ids projects, std::string filter, OnAnswer on_answer) {
  auto question = std::make_shared<Question>();
  question->filter = std::move(filter);
  question->on_answer = std::move(on_answer);
  ask_part(question, std::move(projects));
}

void LastScans::ask_part(const QuestionPtr& question, Ids projects) {
  std::string ids;
  for (const std::string& id : projects) {
    if (!ids.empty()) ids += ',';
    ids += ingest::sdk::percent_encode(id);
  }
  const std::string count = std::to_string(projects.size());
  one::ApiRequest request;
  request.path = "/api/projects/last-scan?engine=sca&" + question->filter + "&project-ids=" + ids +
                 "&offset=0&limit=" + count;
  request.tried =
      "find the last scans of " + count + (projects.size() == 1 ? " project" : " projects");
  request.permission = "view-scans";
  request.service = "last scans";
  request.lane = ingest::sdk::Lane::kSteer;
  api_.get(std::move(request),
           [this, question, projects = std::move(projects)](one::Answer answer) {
             if (!answer.ok()) return refused(question, {projects, *answer.failure});
             try {
               answered(question, projects, answer.body());
             } catch (const Error& error) {
               refused(question, {projects, error});
             }
           });
}

// A refusal is halved, down to quarters; further only once it is known that a smaller part is
// answered, since then it is some project's fault and not the question's.
void LastScans::refused(const QuestionPtr& question, Refusal refusal) {
  const bool divisible = refusal.projects.size() > 1 && may_be_one_project(refusal.error) &&
                         question->halvings < kMostHalvings;
  if (divisible && (question->halvings < kBlindHalvings || question->helps)) {
    ++question->halvings;
    ++question->parts;
    const Ids& all = refusal.projects;
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    ask_part(question, Ids(all.begin(), middle));
    return ask_part(question, Ids(middle, all.end()));
  }
  question->refusals.push_back(std::move(refusal));
  settle(question);
}

void LastScans::answered(const QuestionPtr& question, const Ids& projects, std::string_view body) {
  Ids missing = projects;
  Answer part;
  one::RowParser parser;
  for (const auto& [name, text] : one::read_members(body, "the list of last scans")) {
    boost::json::object* scan = parser.parse(text);
    const auto at = std::find(missing.begin(), missing.end(), name);
    const bool is_scan = scan != nullptr && !json::text_at(*scan, "id").empty();
    if (at != missing.end()) {
      if (is_scan) {
        part.found.emplace(*at, boost::json::object(*scan, boost::json::storage_ptr()));
      } else {
        part.failed.emplace(
            *at, Error(INGEST_E_BAD_DATA, "its entry in the list of last scans is no scan" +
                                              (scan == nullptr ? ": " + parser.reason() : "")));
      }
      missing.erase(at);
    } else if (is_scan && std::find(projects.begin(), projects.end(), name) == projects.end()) {
      throw Error(INGEST_E_BAD_DATA,
                  "the list of last scans is of projects that were not asked for: the source "
                  "ignores project-ids");
    }
  }
  // Who is missing has no such scan, or the source gives fewer at a time, or lost them: asked once
  // more, since what is taken for a project without a scan is lost in silence.
  const bool any = !part.found.empty() || !part.failed.empty();
  question->answer.found.merge(part.found);
  question->answer.failed.merge(part.failed);
  question->helps = true;
  for (Refusal& refusal : std::exchange(question->refusals, {}))
    refused(question, std::move(refusal));
  if (any && !missing.empty()) return ask_part(question, std::move(missing));
  --question->parts;
  settle(question);
}

void LastScans::settle(const QuestionPtr& question) {
  if (question->parts > question->refusals.size()) return;
  for (const Refusal& refusal : question->refusals) {
    for (const std::string& id : refusal.projects)
      question->answer.failed.emplace(id, refusal.error);
  }
  question->on_answer(std::move(question->answer));
}

}  // namespace checkmarx::sca
