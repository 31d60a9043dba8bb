// answer.hpp - collects one answer as it arrives: headers and decoded body, both bounded. Used on
// the engine's thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/content_decoder.hpp"

namespace ingest::host::http {

inline constexpr uint64_t kMaxAnswerHeaders = 256u << 10;  // bytes, interim answers included

// First value of a header in "name: value\n" lines with names in lower case; empty when absent.
std::string_view find_header(std::string_view lines, std::string_view lower_name);

class Answer {
 public:
  void begin(uint64_t max_body);

  // False: a bound is passed, or the body can't be decoded; too_large() or corrupt() says it.
  bool add_header_line(std::string_view line);
  bool add_body(std::string_view data);
  // It stopped before the end of its headers, or of its body's encoding; libcurl minds neither.
  bool cut_short() const {
    return (started() && !headers_ended_) || (decoder_ && !decoder_->complete());
  }
  // Frees what it holds.
  void drop();

  bool started() const { return header_bytes_ > 0; }
  const std::string& headers() const { return headers_; }
  const std::string& body() const { return body_; }
  std::string take_headers() { return std::move(headers_); }
  std::string take_body() { return std::move(body_); }
  // What the answer is too large for, as the end of a sentence; empty: it is not.
  const std::string& too_large() const { return too_large_; }
  // Likewise, why it can't be decoded.
  const std::string& corrupt() const { return corrupt_; }

 private:
  bool prepare_body();
  bool append(std::string_view data);

  uint64_t max_body_ = 0;
  uint64_t header_bytes_ = 0;
  std::string headers_;
  std::string body_;
  std::string too_large_;
  std::string corrupt_;
  bool headers_ended_ = false;
  bool body_begun_ = false;
  std::unique_ptr<ContentDecoder> decoder_;
};

}  // namespace ingest::host::http
