// last_scans.hpp - the newest scan of each of up to fifty projects, by one filter.
//
// The endpoint answers 20 projects unless told otherwise, gives no total, and leaves out projects
// without a match. So the limit is always stated, and those that are missing from an answer are
// asked for once more among themselves, until an answer brings none of them: that needs no offset
// and survives a server that caps its answers. A batch that is refused, perhaps because of one
// project, is halved until that one is alone. One thread.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checkmarx-one/api_client.hpp"

namespace checkmarx::sca {

class LastScans {
 public:
  struct Answer {
    std::unordered_map<std::string, boost::json::object> found;  // by project id
    std::unordered_map<std::string, ingest::sdk::Error> failed;  // likewise
  };
  using OnAnswer = std::function<void(Answer)>;

  // Ids of 36 characters: the URL stays below 4 KB, which every proxy takes.
  static constexpr size_t kBatch = 100;

  explicit LastScans(one::ApiClient& api) : api_(api) {}

  // filter is part of a query: "scan-status=Completed". At most kBatch projects. Every project is
  // found, has failed, or has no such scan.
  void ask(std::vector<std::string> projects, std::string filter, OnAnswer on_answer);

 private:
  using Ids = std::vector<std::string>;
  struct Refusal {
    Ids projects;
    ingest::sdk::Error error;
  };
  struct Question {
    std::string filter;
    OnAnswer on_answer;
    Answer answer;
    size_t parts = 1;  // being asked for, or refused and perhaps halved
    unsigned halvings = 0;
    bool helps = false;             // some part was answered
    std::vector<Refusal> refusals;  // that wait to see whether halving helps
  };
  using QuestionPtr = std::shared_ptr<Question>;

  void ask_part(const QuestionPtr& question, Ids projects);
  void refused(const QuestionPtr& question, Refusal refusal);
  void answered(const QuestionPtr& question, const Ids& projects, std::string_view body);
  static void settle(const QuestionPtr& question);

  one::ApiClient& api_;
};

}  // namespace checkmarx::sca
