// What the log and the errors never show.
#include <gtest/gtest.h>

#include <mutex>

#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

struct Log {
  host::HttpTrace trace() {
    return [this](ingest_log_level level, const std::string& line) {
      const std::lock_guard lock(mutex);
      EXPECT_EQ(level, INGEST_LOG_DEBUG);
      text += line + "\n";
      ++lines;
    };
  }
  std::mutex mutex;
  std::string text;
  int lines = 0;
};

TEST(Secrecy, OneLineForEachRequestAndNoSecretInIt) {
  LoopbackServer server(LoopbackServer::replying([](const Received& request) {
    return request.target.starts_with("/cut") ? std::string("HTTP/1.1 200 OK\r\nhunter2")
                                              : ok("body-hunter2", "X-Token: hunter2\r\n");
  }));
  Log log;
  {
    host::HttpEngine engine({}, log.trace());
    FakeCall call;
    const Ask ask{.url = server.url("/token?client_secret=hunter2"),
                  .method = "POST",
                  .headers = "Authorization: Bearer hunter2\n",
                  .body = "api_key=hunter2",
                  .flags = INGEST_HTTP_SENSITIVE};
    EXPECT_EQ(Client(engine).perform(call, ask).status, INGEST_OK);
    Ask broken = ask;
    broken.url = "https://127.0.0.1:" + std::to_string(closed_port()) + "/?q=hunter2";
    EXPECT_EQ(Client(engine).perform(call, broken).error.find("hunter2"), std::string::npos);
    broken.url = "http://hunter2:hunter2@192.0.2.1/?q=hunter2";
    EXPECT_EQ(Client(engine).perform(call, broken).error.find("hunter2"), std::string::npos);
    broken = ask;
    broken.headers = "Authorization: hunter2\r\n";
    EXPECT_EQ(Client(engine).perform(call, broken).error.find("hunter2"), std::string::npos);
  }
  EXPECT_EQ(log.text.find("hunter2"), std::string::npos) << log.text;
  EXPECT_EQ(log.lines, 4) << log.text;
}

TEST(Secrecy, TheLineSaysWhatHappened) {
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("12345"); }));
  Log log;
  {
    host::HttpEngine engine({}, log.trace());
    FakeCall call;
    Client(engine).perform(call, {.url = server.url("/a?offset=2")});
  }
  EXPECT_EQ(log.text.find("GET " + server.url("/a?offset=2") + ": 200, attempts 1, 5 bytes, "), 0u)
      << log.text;
  EXPECT_NE(log.text.find(" ms, HTTP/1.1, correlation "), std::string::npos) << log.text;
}

TEST(Secrecy, ALogThatThrowsHarmsNoRequest) {
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("x"); }));
  host::HttpEngine engine(
      {}, [](ingest_log_level, const std::string&) { throw std::runtime_error("disk full"); });
  FakeCall call;
  EXPECT_EQ(Client(engine).perform(call, {.url = server.url("/")}).status, INGEST_OK);
}

}  // namespace
}  // namespace ingest::test
