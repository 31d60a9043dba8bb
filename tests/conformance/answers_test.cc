// How the check file's answers are found for a request, and what comes through the pipes of a
// check.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

#include "conformance/failures.hpp"
#include "conformance/frames.hpp"
#include "conformance/outcome.hpp"
#include "conformance/source.hpp"
#include "tenant.hpp"

namespace ingest::host::conformance {
namespace {

Request get(const std::string& url) {
  Request request;
  request.method = "GET";
  request.url = url;
  return request;
}

CheckFile file_of(const std::string& json) {
  const e2e::TemporaryFolder folder;
  const auto path = folder.path() / "acme.check.json";
  e2e::write_file(path, json);
  return read_check_file(path);
}

std::string body_for(ScriptedSource& source, const std::string& url) {
  return source.answer(get(url)).body;
}

TEST(Answers, TheFirstThatFitsIsUsed) {
  const CheckFile file = file_of(R"({"answers": [
    {"path": "/a", "query": {"page": 2, "q": "x y&z"}, "body": "second"},
    {"path": "/a", "query": {"page": "1"}, "body": "first"},
    {"path": "/b/*/c", "body": "between"},
    {"path": "/a", "host": "*.example.com", "body": "there"},
    {"path": "/a", "method": "POST", "body": "posted"},
    {"path": "*", "status": 418, "body": {"any": true}}]})");
  ScriptedSource source(file);
  EXPECT_EQ(body_for(source, "https://api.test/a?q=x+y%26z&page=2"), "second");
  EXPECT_EQ(body_for(source, "https://api.test/a?more=1&page=1#part"), "first");
  EXPECT_EQ(body_for(source, "https://api.test/b/any/thing/c"), "between");
  EXPECT_EQ(body_for(source, "https://eu.example.com/a?page=3"), "there");
  Request post = get("https://api.test/a");
  post.method = "POST";
  EXPECT_EQ(source.answer(post).body, "posted");
  const Answer other = source.answer(get("https://api.test"));
  EXPECT_EQ(other.http_status, 418);
  EXPECT_EQ(other.body, R"({"any":true})");
  EXPECT_EQ(other.headers, "content-type: application/json\n");
  EXPECT_TRUE(source.unanswered().empty());
}

TEST(Answers, TimesCountWithinACall) {
  const CheckFile file = file_of(R"({"answers": [
    {"path": "/a", "times": 2, "body": "early", "headers": {"X-Left": 1, "Content-Type": "a/b"}},
    {"path": "/a", "body": "late"}]})");
  ScriptedSource source(file);
  for (int call = 0; call < 2; ++call) {
    source.call_begins();
    EXPECT_EQ(source.answer(get("https://api.test/a")).headers, "x-left: 1\ncontent-type: a/b\n");
    EXPECT_EQ(body_for(source, "https://api.test/a"), "early");
    EXPECT_EQ(body_for(source, "https://api.test/a"), "late");
  }
}

TEST(Answers, WhatNothingFitsIsRememberedWithoutItsQuery) {
  const CheckFile file = file_of(R"({"answers": []})");
  ScriptedSource source(file);
  EXPECT_EQ(source.answer(get("https://api.test/a?token=s3cret")).http_status, 404);
  EXPECT_EQ(source.answer(get("https://api.test/a?token=other")).http_status, 404);
  EXPECT_THAT(source.unanswered(), ::testing::ElementsAre("GET https://api.test/a"));
}

TEST(Answers, ABrokenSourceIsWellUntilItsTurn) {
  const CheckFile file = file_of(R"({"answers": [{"path": "*", "body": "good"}]})");
  const auto source = failing_source(file, http_failures().front(), 1);
  for (int call = 0; call < 2; ++call) {
    source->call_begins();
    EXPECT_EQ(source->answer(get("https://api.test/a")).http_status, 200);
    EXPECT_EQ(source->answer(get("https://api.test/a")).http_status, 401);
  }
  Request connect = get("https://api.test/");
  connect.flags = INGEST_HTTP_CONNECT_ONLY;
  EXPECT_EQ(source->answer(connect).http_status, 0) << "a status comes with an answer only";
}

struct Pipe {
  Pipe() {
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    in = ends[0];
    out = ends[1];
  }
  ~Pipe() {
    ::close(in);
    if (out >= 0) ::close(out);
  }
  void write(const std::string& bytes) const {
    EXPECT_EQ(::write(out, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  int in = -1;
  int out = -1;
};

std::string frame(char letter, std::uint32_t size, const std::string& bytes) {
  std::string text(1, letter);
  text.append(reinterpret_cast<const char*>(&size), sizeof(size));
  return text + bytes;
}

TEST(Frames, ComeInPieces) {
  const Pipe pipe;
  FrameReader reader(1000);
  ASSERT_TRUE(write_frame(pipe.out, 'A', "first"));
  pipe.write(frame('B', 6, "sec"));
  EXPECT_TRUE(reader.read(pipe.in));
  const auto first = reader.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->letter, 'A');
  EXPECT_EQ(first->bytes, "first");
  EXPECT_FALSE(reader.next());
  pipe.write("ond");
  EXPECT_TRUE(reader.read(pipe.in));
  const auto second = reader.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->bytes, "second");
  EXPECT_FALSE(reader.malformed());
}

TEST(Frames, WhatIsTooLargeIsMalformed) {
  const Pipe claims;
  FrameReader by_length(100);
  claims.write(frame('A', 4'000'000'000U, "x"));
  by_length.read(claims.in);
  EXPECT_FALSE(by_length.next());
  EXPECT_TRUE(by_length.malformed());
  const Pipe floods;
  FrameReader by_bytes(100);
  floods.write(std::string(200, 'x'));
  EXPECT_FALSE(by_bytes.read(floods.in));
  EXPECT_TRUE(by_bytes.malformed());
}

TEST(Verdicts, CrossAsText) {
  const Verdict verdict{Outcome::kWarn, "so \x01 so", "look", 17};
  const Verdict back = verdict_of_text(verdict_text(verdict));
  EXPECT_EQ(back.outcome, Outcome::kWarn);
  EXPECT_EQ(back.reason, "so \\x01 so");
  EXPECT_EQ(back.hint, "look");
  EXPECT_EQ(back.milliseconds, 17U);
  for (const char* text :
       {"", "{}", "[1]", R"({"outcome":9,"reason":"","hint":"","milliseconds":1})",
        R"({"outcome":0,"reason":5,"hint":"","milliseconds":1})"})
    EXPECT_EQ(verdict_of_text(text).outcome, Outcome::kCrash) << text;
}

}  // namespace
}  // namespace ingest::host::conformance
