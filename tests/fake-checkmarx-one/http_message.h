// What a service sees of HTTP.
#ifndef TESTS_FAKE_CHECKMARX_ONE_HTTP_MESSAGE_H_
#define TESTS_FAKE_CHECKMARX_ONE_HTTP_MESSAGE_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "url_form.h"

namespace fake_cx1 {

enum class ListenerKind { kApi, kIam, kAdmin };

// Which rows a page holds when a fault has its way; the services obey.
struct PageDistortion {
  std::uint64_t moved = 0;  // the page begins so many rows before its place
  bool always_first = false;
  std::uint64_t cap = 0;  // 0: none
  bool cap_moves_pages = true;

  std::uint64_t Begin(std::uint64_t begin) const {
    return always_first ? 0 : begin - std::min(begin, moved);
  }
};

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
  PageDistortion distortion;
};

// `bytes` bytes, made of `block` again and again; so a huge body costs no memory.
struct BodySegment {
  std::string block;
  std::uint64_t bytes = 0;
};

// How an answer travels when it does not simply arrive.
struct Delivery {
  enum class End { kWhole, kClose, kReset, kTlsCut, kTlsGarbage, kStall };
  enum class Place { kStart, kHeaders, kBody };

  End end = End::kWhole;
  Place place = Place::kBody;    // where it ends: before, in the middle of the headers, of the body
  std::uint64_t drip_bytes = 0;  // so many bytes at a time, 0: all
  std::chrono::milliseconds drip_pause{0};
};

struct Reply {
  unsigned status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<BodySegment> stream;  // instead of the body, unless empty
  std::optional<Delivery> delivery;
};

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kVersionedJson = "application/json; version=1.0";

inline Reply MakeReply(unsigned status, std::string_view content_type, std::string body) {
  return Reply{status, std::string(content_type), std::move(body), {}, {}, {}};
}
inline Reply EmptyReply(unsigned status) { return Reply{status, {}, {}, {}, {}, {}}; }

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_HTTP_MESSAGE_H_
