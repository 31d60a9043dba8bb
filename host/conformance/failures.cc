// failures.cc - see failures.hpp.
#include "conformance/failures.hpp"

#include <array>
#include <string>
#include <utility>

namespace ingest::host::conformance {
namespace {

Answer dead(ingest_status status, std::int32_t phase, const char* error) {
  Answer answer;
  answer.status = status;
  answer.http_status = 0;
  answer.phase = phase;
  answer.error = error;
  return answer;
}

Answer with_status(std::int32_t status, std::string body, const char* headers = "") {
  Answer answer = json_answer(status, std::move(body));
  answer.headers += headers;
  return answer;
}

Answer with_body(Answer good, std::string body) {
  good.body = std::move(body);
  return good;
}

// An error text is quoted in an ingest_error sooner or later, which has 1 KiB.
std::string long_text() {
  std::string text = "{\"message\":\"";
  for (int i = 0; i < 2000; ++i) text += "\xC3\xBC";
  return text + "\"}";
}

constexpr std::array kFailures = {
    HttpFailure{
        "with status 401", false,
        [](const Request&, Answer) { return with_status(401, R"({"error":"invalid_token"})"); }},
    HttpFailure{"with status 403", false,
                [](const Request&, Answer) { return with_status(403, ""); }},
    HttpFailure{"with status 404", false,
                [](const Request&, Answer) { return with_status(404, "null"); }},
    HttpFailure{"with status 429", false,
                [](const Request&, Answer) { return with_status(429, "", "retry-after: 7\n"); }},
    HttpFailure{"with status 500 and a long message in umlauts", false,
                [](const Request&, Answer) { return with_status(500, long_text()); }},
    HttpFailure{"with status 502 and a web page", false,
                [](const Request&, Answer) {
                  return with_status(502, "<html><body><h1>Bad Gateway</h1></body></html>");
                }},
    HttpFailure{"with a redirect to another host", false,
                [](const Request&, Answer) {
                  return with_status(302, "", "location: https://login.example.com/\n");
                }},
    HttpFailure{"with an unknown host name", false,
                [](const Request&, Answer) {
                  return dead(INGEST_E_UNAVAILABLE, INGEST_HTTP_PHASE_RESOLVE,
                              "could not resolve the host's name");
                }},
    HttpFailure{"with a connection refused", false,
                [](const Request&, Answer) {
                  return dead(INGEST_E_UNAVAILABLE, INGEST_HTTP_PHASE_CONNECT,
                              "connection refused");
                }},
    HttpFailure{"with a certificate that nobody trusts", false,
                [](const Request&, Answer) {
                  return dead(INGEST_E_UNAVAILABLE, INGEST_HTTP_PHASE_TLS,
                              "the certificate is signed by an unknown authority");
                }},
    HttpFailure{"with a timeout", false,
                [](const Request&, Answer) {
                  return dead(INGEST_E_TIMEOUT, INGEST_HTTP_PHASE_RECEIVE, "no byte in 60 s");
                }},
    HttpFailure{"with an answer that is too large", false,
                [](const Request&, Answer) {
                  return dead(INGEST_E_TOO_LARGE, INGEST_HTTP_PHASE_RECEIVE,
                              "the answer passes the limit of 67108864 bytes");
                }},
    HttpFailure{"with an empty body", true,
                [](const Request&, Answer good) { return with_body(std::move(good), ""); }},
    HttpFailure{"with a web page of status 200", true,
                [](const Request&, Answer good) {
                  return with_body(std::move(good), "<html><body>Please log in</body></html>");
                }},
    HttpFailure{"with a body that breaks off", true,
                [](const Request&, Answer good) {
                  std::string half = good.body.substr(0, good.body.size() / 2);
                  return with_body(std::move(good), std::move(half));
                }},
    HttpFailure{"with a body of null", true,
                [](const Request&, Answer good) { return with_body(std::move(good), "null"); }},
    HttpFailure{"with an object of numbers", true,
                [](const Request&, Answer good) {
                  return with_body(std::move(good),
                                   R"({"access_token":5,"total":-1,"items":7,"next":1e999})");
                }},
    HttpFailure{
        "with an array of null", true,
        [](const Request&, Answer good) { return with_body(std::move(good), "[null,null]"); }},
    HttpFailure{"with bytes that are not UTF-8", true,
                [](const Request&, Answer good) {
                  return with_body(std::move(good), "{\"items\":[\"\xFF\xC3\x28\xFE\"]}");
                }},
    HttpFailure{"with arrays 100000 deep", true,
                [](const Request&, Answer good) {
                  return with_body(std::move(good), std::string(100'000, '['));
                }},
    HttpFailure{"with a string of 256 KiB", true,
                [](const Request&, Answer good) {
                  return with_body(
                      std::move(good),
                      "{\"id\":\"" + std::string(std::size_t{256} << 10U, 'x') + "\"}");
                }},
};

}  // namespace

std::span<const HttpFailure> http_failures() { return kFailures; }

std::unique_ptr<Source> failing_source(const CheckFile& check, const HttpFailure& failure,
                                       unsigned first) {
  return std::make_unique<BrokenSource>(std::make_unique<ScriptedSource>(check), first,
                                        failure.broken);
}

}  // namespace ingest::host::conformance
