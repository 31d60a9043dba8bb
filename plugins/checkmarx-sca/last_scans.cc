// last_scans.cc - see last_scans.hpp.
#include "checkmarx-sca/last_scans.hpp"

#include <utility>

#include "ingest/sdk/json.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::sca {

namespace json = ingest::sdk::json;

void LastScans::ask(const std::vector<std::string>& projects, const std::string& filter,
                    OnFound on_found, OnError on_error) {
  auto question = std::make_shared<Question>();
  std::string ids;
  for (const std::string& id : projects) {
    if (!ids.empty()) ids += ',';
    ids += ingest::sdk::percent_encode(id);
  }
  question->query = "engine=sca&" + filter + "&project-ids=" + ids;
  question->wanted = projects.size();
  question->on_found = std::move(on_found);
  question->on_error = std::move(on_error);
  ask_page(question);
}

void LastScans::ask_page(const std::shared_ptr<Question>& question) {
  ingest::sdk::FormText window;
  window.add("offset", question->offset).add("limit", uint64_t{question->wanted});
  one::ApiRequest request;
  request.path = "/api/projects/last-scan?" + question->query + "&" + window.text();
  request.tried = "find the last scans of " + std::to_string(question->wanted) + " projects";
  request.permission = "view-scans";
  request.lane = ingest::sdk::Lane::kSteer;
  api_.get(std::move(request), [this, question](one::Answer answer) {
    if (!answer.ok()) return question->on_error(*answer.failure);
    bool more = false;
    try {
      more = take(*question, answer.body());
    } catch (const ingest::sdk::Error& e) {
      return question->on_error(e);
    }
    if (more) return ask_page(question);
    question->on_found(std::move(question->found));
  });
}

bool LastScans::take(Question& question, std::string_view body) {
  boost::json::object page = json::parse_object(body, "the list of last scans");
  bool anything_new = false;
  for (auto& member : page) {
    boost::json::object* scan = member.value().if_object();
    if (scan == nullptr || json::text_at(*scan, "id").empty()) continue;
    std::string project(member.key());
    anything_new |= question.found.emplace(std::move(project), std::move(*scan)).second;
  }
  question.offset += page.size();
  return anything_new && question.found.size() < question.wanted;
}

}  // namespace checkmarx::sca
