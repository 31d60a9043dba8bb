// The error bodies of the AST services.
#ifndef TESTS_FAKE_CHECKMARX_ONE_API_ERROR_H_
#define TESTS_FAKE_CHECKMARX_ONE_API_ERROR_H_

#include <string>
#include <string_view>

#include "http_message.h"
#include "json_text.h"

namespace fake_cx1 {

// {"message","type","code"}: projects and scans.
inline Reply AstError(unsigned status, std::string_view message) {
  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Text("message", message);
  json.Text("type", "ERROR");
  json.Integer("code", status);
  json.EndObject();
  return MakeReply(status, kVersionedJson, std::move(body));
}

// {"code","message","data"}: results.
inline Reply ResultsError(unsigned status, std::int64_t code, std::string_view message) {
  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Integer("code", code);
  json.Text("message", message);
  json.Null("data");
  json.EndObject();
  return MakeReply(status, kVersionedJson, std::move(body));
}

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_API_ERROR_H_
