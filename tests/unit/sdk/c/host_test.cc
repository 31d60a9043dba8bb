// What the C sources do with the host's tables.
#include <gtest/gtest.h>

#include <cstring>
#include <string>

extern "C" {
#include "host.h"
}

namespace {

ingest_error blank() {
  ingest_error error{};
  error.struct_size = sizeof(error);
  return error;
}

TEST(HostOfC, AnErrorEndsAtACharacter) {
  for (const char* character : {"a", "\xC3\xBC", "\xE2\x82\xAC", "\xF0\x9F\x9A\x80"}) {
    const size_t size = std::strlen(character);
    for (size_t before = 0; before < 4; ++before) {
      std::string text(before, 'x');
      while (text.size() < 3000) text += character;
      ingest_error error = blank();
      EXPECT_EQ(fail(&error, INGEST_E_AUTH, 401, "%s", text.c_str()), INGEST_E_AUTH);
      const std::string kept = error.message;
      EXPECT_EQ(kept, text.substr(0, kept.size()));
      EXPECT_EQ((kept.size() - before) % size, 0U) << "cut in the middle of " << character;
      EXPECT_GE(kept.size(), sizeof(error.message) - 2 * size);
      EXPECT_EQ(error.vendor_code, 401);
    }
  }
  EXPECT_EQ(fail(nullptr, INGEST_E_CONFIG, 0, "nobody listens"), INGEST_E_CONFIG);
}

TEST(HostOfC, PercentEncodesAllButTheUnreserved) {
  const std::string text = std::string("aZ09-._~") + "/ ?&\xC3\xBC%" + std::string(1, '\0');
  std::string out(3 * text.size(), '#');
  out.resize(
      static_cast<size_t>(percent_encode(out.data(), {text.data(), text.size()}) - out.data()));
  EXPECT_EQ(out, "aZ09-._~%2F%20%3F%26%C3%BC%25%00");
}

std::string emitted;

ingest_status keep(const ingest_sink*, const ingest_record* record) noexcept {
  emitted = {static_cast<const char*>(record->payload.data), record->payload.size};
  return INGEST_OK;
}

TEST(HostOfC, MessagesAreProtobufsWireFormat) {
  ingest_sink sink{};
  sink.struct_size = sizeof(sink);
  sink.emit = keep;
  wire outer{};
  wire inner{};
  wire_text(&inner, 1, "\xC3\xBC");
  wire_number(&outer, 1, 300);
  wire_number(&outer, 28, 0);
  wire_message(&outer, 2, &inner);
  wire_number(&outer, 3, UINT64_MAX);
  ASSERT_EQ(emit_message(&sink, INGEST_RECORD_ASSET, "ingest.v1.Asset", &outer), INGEST_OK);
  EXPECT_EQ(emitted, std::string("\x08\xAC\x02\xE0\x01\x00\x12\x04\x0A\x02\xC3\xBC\x18"
                                 "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01",
                                 23));
  EXPECT_EQ(inner.data, nullptr);
  EXPECT_EQ(outer.data, nullptr);
}

TEST(HostOfC, AMessageWithoutMemoryIsNotSent) {
  ingest_sink sink{};
  sink.struct_size = sizeof(sink);
  sink.emit = keep;
  emitted = "untouched";
  wire message{};
  message.failed = true;
  EXPECT_EQ(emit_message(&sink, INGEST_RECORD_ASSET, "ingest.v1.Asset", &message),
            INGEST_E_INTERNAL);
  EXPECT_EQ(emitted, "untouched");
}

// One request, answered as the test says.
ingest_http_response answer;
int released = 0;
ingest_status next_status = INGEST_OK;
std::string asked;

ingest_status submit(const ingest_http*, const ingest_call*, const ingest_http_request* request,
                     ingest_error*) noexcept {
  asked = {static_cast<const char*>(request->url.data), request->url.size};
  return INGEST_OK;
}
ingest_status next(const ingest_http*, const ingest_call*, int32_t,
                   const ingest_http_response** out, ingest_error*) noexcept {
  *out = &answer;
  return next_status;
}
void release(const ingest_http*, const ingest_http_response*) noexcept { ++released; }

struct Got {
  ingest_status status;
  const ingest_http_response* response;
  ingest_error error;
};

Got get() {
  ingest_http http{};
  http.struct_size = sizeof(http);
  http.submit = submit;
  http.next = next;
  http.release = release;
  Got got{INGEST_OK, nullptr, blank()};
  released = 0;
  got.status = http_get(&http, nullptr, "https://a.example/x", "", 0, &got.response, &got.error);
  return got;
}

TEST(HostOfC, AnAnswerIsTheCallersOnlyWhenItIsGood) {
  answer = {};
  next_status = INGEST_OK;
  answer.http_status = 200;
  const Got good = get();
  EXPECT_EQ(good.status, INGEST_OK);
  EXPECT_EQ(good.response, &answer);
  EXPECT_EQ(released, 0);
  EXPECT_EQ(asked, "https://a.example/x");

  const std::pair<int, ingest_status> refusals[] = {{401, INGEST_E_AUTH},
                                                    {403, INGEST_E_FORBIDDEN},
                                                    {404, INGEST_E_BAD_DATA},
                                                    {429, INGEST_E_RATE_LIMITED},
                                                    {503, INGEST_E_UNAVAILABLE}};
  for (const auto& [http_status, status] : refusals) {
    answer.http_status = http_status;
    const Got refused = get();
    EXPECT_EQ(refused.status, status);
    EXPECT_EQ(refused.error.vendor_code, http_status);
    EXPECT_EQ(std::string(refused.error.message),
              "GET https://a.example/x: HTTP " + std::to_string(http_status));
    EXPECT_EQ(released, 1);
  }
}

TEST(HostOfC, AFailedRequestIsReleasedAndTold) {
  answer = {};
  answer.status = INGEST_E_TIMEOUT;
  answer.error = text_of("nothing came in 60 s");
  next_status = INGEST_OK;
  const Got failed = get();
  EXPECT_EQ(failed.status, INGEST_E_TIMEOUT);
  EXPECT_EQ(failed.response, nullptr);
  EXPECT_EQ(std::string(failed.error.message), "GET https://a.example/x: nothing came in 60 s");
  EXPECT_EQ(released, 1);

  next_status = INGEST_E_CANCELLED;
  EXPECT_EQ(get().status, INGEST_E_CANCELLED);
  EXPECT_EQ(released, 0) << "there was nothing to release";
}

}  // namespace
