// What a service sees of HTTP.
#ifndef TESTS_FAKE_CHECKMARX_ONE_HTTP_MESSAGE_H_
#define TESTS_FAKE_CHECKMARX_ONE_HTTP_MESSAGE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "url_form.h"

namespace fake_cx1 {

enum class ListenerKind { kApi, kIam };

struct Request {
  ListenerKind listener = ListenerKind::kApi;
  std::string method;
  std::string target;  // as received
  std::vector<std::string> segments;
  FormFields query;
  std::string authorization;
  std::string user_agent;
  std::string correlation_id;
  std::string content_type;
  std::string accept_encoding;
  std::string body;
};

struct Reply {
  unsigned status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kVersionedJson = "application/json; version=1.0";

inline Reply MakeReply(unsigned status, std::string_view content_type, std::string body) {
  return Reply{status, std::string(content_type), std::move(body), {}};
}
inline Reply EmptyReply(unsigned status) { return Reply{status, {}, {}, {}}; }

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_HTTP_MESSAGE_H_
