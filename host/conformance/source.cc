// source.cc - see source.hpp.
#include "conformance/source.hpp"

#include <algorithm>

#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {
namespace {

// The source of a connector that came without a check file is empty, and lets everybody in.
Answer improvised(const Request& request) {
  if (request.method == "POST" && request.body.find("grant_type") != std::string::npos)
    return json_answer(200,
                       R"({"access_token":"improvised","token_type":"Bearer","expires_in":3600})");
  return json_answer(200, "{}");
}

}  // namespace

Answer ScriptedSource::answer(const Request& request) {
  if ((request.flags & INGEST_HTTP_CONNECT_ONLY) != 0) {
    Answer connected;
    connected.http_status = 0;
    return connected;
  }
  if (check_.path.empty()) return improvised(request);
  for (const AnswerRule& rule : check_.answers) {
    if (!rule.fits(request)) continue;
    unsigned& used = used_[&rule];
    if (rule.times != 0 && used == rule.times) continue;
    ++used;
    return rule.answer;
  }
  const std::string shown = plain_text(request.shown(), 300);
  if (unanswered_.size() < 20 &&
      std::find(unanswered_.begin(), unanswered_.end(), shown) == unanswered_.end())
    unanswered_.push_back(shown);
  return json_answer(404, R"({"message":"the check file has no answer for this"})");
}

void BrokenSource::call_begins() {
  number_ = 0;
  good_->call_begins();
}

Answer BrokenSource::answer(const Request& request) {
  Answer good = good_->answer(request);
  if (number_++ < first_) return good;
  // Connecting alone yields no status and no body that could be wrong.
  const bool connects = (request.flags & INGEST_HTTP_CONNECT_ONLY) != 0;
  Answer kept = connects ? good : Answer();
  Answer broken = broken_(request, std::move(good));
  return connects && broken.status == INGEST_OK ? kept : broken;
}

}  // namespace ingest::host::conformance
