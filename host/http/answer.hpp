// answer.hpp - collects one answer as it arrives: headers and decoded body, both bounded. Used on
// the engine's thread only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ingest::host::http {

inline constexpr uint64_t kMaxAnswerHeaders = 256u << 10;  // bytes, interim answers included

// First value of a header in "name: value\n" lines with names in lower case; empty when absent.
std::string_view find_header(std::string_view lines, std::string_view lower_name);

class Answer {
 public:
  void begin(uint64_t max_body);

  // False: a bound is passed; too_large() says which.
  bool add_header_line(std::string_view line);
  bool add_body(std::string_view data);

  bool started() const { return header_bytes_ > 0; }
  const std::string& headers() const { return headers_; }
  const std::string& body() const { return body_; }
  std::string take_headers() { return std::move(headers_); }
  std::string take_body() { return std::move(body_); }
  // What the answer is too large for, as the end of a sentence; empty: it is not.
  const std::string& too_large() const { return too_large_; }

 private:
  bool prepare_body();

  uint64_t max_body_ = 0;
  uint64_t header_bytes_ = 0;
  std::string headers_;
  std::string body_;
  std::string too_large_;
};

}  // namespace ingest::host::http
