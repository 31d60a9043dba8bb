// content_decoder.hpp - removes one Content-Encoding from a body as it arrives: gzip or deflate.
// libcurl's own decoder takes a gzip stream that ends early for a whole one. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct z_stream_s;

namespace ingest::host::http {

class ContentDecoder {
 public:
  // The encoding as the header has it. Null: nothing is to be decoded. Throws
  // std::invalid_argument, with the end of a sentence, for one that was not asked for.
  static std::unique_ptr<ContentDecoder> for_encoding(std::string_view encoding);

  ~ContentDecoder();
  ContentDecoder(const ContentDecoder&) = delete;
  ContentDecoder& operator=(const ContentDecoder&) = delete;

  // Hands on decoded pieces of at most 32 KiB. False: sink returned false, or fault() says why.
  bool add(std::string_view data, const std::function<bool(std::string_view)>& sink);
  // The end of the stream was seen.
  bool complete() const { return complete_; }
  // What is wrong with the stream, as the end of a sentence; empty: nothing so far.
  const std::string& fault() const { return fault_; }

 private:
  explicit ContentDecoder(bool gzip);
  void open(int window_bits);
  bool blame();

  const bool gzip_;
  bool started_ = false;
  bool complete_ = false;
  std::string fault_;
  std::unique_ptr<z_stream_s> stream_;
  std::string piece_;
};

}  // namespace ingest::host::http
