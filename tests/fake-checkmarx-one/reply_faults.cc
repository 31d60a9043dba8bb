#include "reply_faults.h"

#include <chrono>
#include <string>

#include "dice.h"
#include "gzip.h"
#include "json_text.h"

namespace fake_cx1 {
namespace {

constexpr std::size_t kBlock = 64 * 1024;

// Loopback, and another host than the tenant's: nothing listens there.
constexpr std::string_view kOtherHost = "https://127.0.0.2:9/elsewhere";

std::string HttpDate(std::int64_t seconds_from_now) {
  using namespace std::chrono;
  const sys_seconds now = time_point_cast<seconds>(system_clock::now());
  const sys_seconds then = now + seconds(seconds_from_now);
  const sys_days day = floor<days>(then);
  const year_month_day date{day};
  constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                     "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  // The clock of "2026-01-10T13:29:26Z" without its letters.
  const std::string clock =
      Timestamp(static_cast<std::int64_t>(then.time_since_epoch().count())).substr(11, 8);
  const auto two = [](unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return std::string(kDays[weekday(day).c_encoding()]) + ", " +
         two(static_cast<unsigned>(date.day())) + " " +
         std::string(kMonths[static_cast<unsigned>(date.month()) - 1]) + " " +
         std::to_string(static_cast<int>(date.year())) + " " + clock + " GMT";
}

// "2" stays as it is; "date+2" becomes the date in two seconds.
std::string RetryAfter(const std::string& wish) {
  constexpr std::string_view kDate = "date+";
  if (!wish.starts_with(kDate)) return wish;
  return HttpDate(std::strtoll(wish.c_str() + kDate.size(), nullptr, 10));
}

// What Keycloak says to a key that it does not like, what a gateway says, what a service says.
std::string StatusBody(const Request& request, unsigned code) {
  std::string body;
  JsonText json(body);
  json.BeginObject();
  if (request.listener == ListenerKind::kIam && code < 500) {
    json.Text("error", code == 401 ? "unauthorized_client" : "invalid_grant");
    json.Text("error_description",
              code == 401 ? "Invalid client or Invalid client credentials" : "Token is not active");
  } else {
    json.Text("message", "injected fault");
    json.Integer("code", code);
  }
  json.EndObject();
  return body;
}

BodySegment Garbage(std::uint64_t bytes) {
  std::string block;
  block.reserve(kBlock);
  for (std::uint64_t i = 0; block.size() < kBlock; ++i) {
    std::uint64_t word = Mix(i);
    for (int n = 0; n < 8; ++n, word >>= 8U) {
      block += static_cast<char>(static_cast<unsigned char>(word));
    }
  }
  return {std::move(block), bytes};
}

BodySegment Filled(char filler, std::uint64_t bytes) {
  return {std::string(kBlock, filler), bytes};
}

BodySegment Literally(std::string text) {
  const std::uint64_t size = text.size();
  return {std::move(text), size};
}

// The names that the services' pages have for their lists and totals, so that a client of any of
// them finds what it looks for.
constexpr std::string_view kPageStart =
    R"({"totalCount":1,"filteredTotalCount":1,"totalItems":1,"totalScans":1,"total":1,)"
    R"("projects":[],"environments":[],"scans":[],"results":[)";

Reply Streamed(std::vector<BodySegment> stream) {
  Reply reply = MakeReply(200, kJson, {});
  reply.stream = std::move(stream);
  return reply;
}

// A gzip stream of zeros: one compressed block again and again. Its check sum is wrong, which
// nobody sees who gives up in time.
Reply GzipBomb(std::uint64_t bytes) {
  constexpr std::size_t kUnit = 1 << 20;
  const DeflateBlock block = ZeroBlock(kUnit);
  const std::uint64_t blocks = bytes / kUnit + 1;
  Reply reply = Streamed(
      {Literally(block.header), {block.body, blocks * block.body.size()}, Literally(block.end)});
  reply.headers.emplace_back("Content-Encoding", "gzip");
  return reply;
}

}  // namespace

Reply FaultyReply(const FaultSpec& fault, const Request& request) {
  const std::string& kind = fault.kind();
  if (kind == "status" || kind == "redirect") {
    const auto code = static_cast<unsigned>(fault.Number("code", kind == "status" ? 503 : 302));
    Reply reply = MakeReply(code, kJson, StatusBody(request, code));
    const std::string wait = fault.Text("retry-after");
    if (!wait.empty()) reply.headers.emplace_back("Retry-After", RetryAfter(wait));
    if (kind == "redirect") reply.headers.emplace_back("Location", fault.Text("to", kOtherHost));
    return reply;
  }
  if (kind == "garbage") return Streamed({Garbage(fault.Number("bytes", 50'000'000))});
  if (kind == "nesting") {
    const std::uint64_t depth = fault.Number("depth", 100'000);
    return Streamed({Filled('[', depth), Filled(']', depth)});
  }
  if (kind == "long-string") {
    return Streamed({Literally(std::string(kPageStart) + R"({"id":"x","type":"sca","name":")"),
                     Filled('a', fault.Number("bytes", 100'000'000)), Literally("\"}]}")});
  }
  if (kind == "gzip-bomb") return GzipBomb(fault.Number("bytes", 1'000'000'000));
  if (kind == "html") {
    return MakeReply(200, "text/html",
                     "<!DOCTYPE html><html><head><title>Sign in</title></head>"
                     "<body><h1>Welcome</h1></body></html>");
  }
  if (kind == "null") return MakeReply(200, kJson, "null");
  if (kind == "array") return MakeReply(200, kJson, R"([{"id":"1"},{"id":"2"}])");
  if (kind == "text") return MakeReply(200, "text/plain", "all is well");
  return MakeReply(200, kJson, {});
}

}  // namespace fake_cx1
