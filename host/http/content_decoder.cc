#include "http/content_decoder.hpp"

#define ZLIB_CONST
#include <zlib.h>

#include <new>
#include <stdexcept>

namespace ingest::host::http {
namespace {

constexpr size_t kPiece = 32u << 10;
constexpr int kGzip = 16 + MAX_WBITS;
constexpr int kZlib = MAX_WBITS;
constexpr int kRaw = -MAX_WBITS;

// "deflate" means a zlib stream, and some servers send the bare one: its first byte tells.
bool is_zlib_header(char first) { return (static_cast<unsigned char>(first) & 0x0f) == Z_DEFLATED; }

}  // namespace

std::unique_ptr<ContentDecoder> ContentDecoder::for_encoding(std::string_view encoding) {
  std::string name(encoding);
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (name.empty() || name == "identity") return nullptr;
  const bool gzip = name == "gzip" || name == "x-gzip";
  if (!gzip && name != "deflate") {
    throw std::invalid_argument("its content encoding was not asked for: " + name.substr(0, 64));
  }
  return std::unique_ptr<ContentDecoder>(new ContentDecoder(gzip));
}

ContentDecoder::ContentDecoder(bool gzip)
    : gzip_(gzip), stream_(std::make_unique<z_stream_s>()), piece_(kPiece, '\0') {}

ContentDecoder::~ContentDecoder() {
  if (started_) inflateEnd(stream_.get());
}

void ContentDecoder::open(int window_bits) {
  if (inflateInit2(stream_.get(), window_bits) != Z_OK) throw std::bad_alloc();
  started_ = true;
}

bool ContentDecoder::blame() {
  fault_ = std::string("its ") + (gzip_ ? "gzip" : "deflate") + " encoding is corrupt";
  if (stream_->msg != nullptr) fault_ += std::string(" (") + stream_->msg + ")";
  return false;
}

bool ContentDecoder::add(std::string_view data, const std::function<bool(std::string_view)>& sink) {
  if (data.empty()) return true;
  if (!started_) open(gzip_ ? kGzip : is_zlib_header(data.front()) ? kZlib : kRaw);
  stream_->next_in = reinterpret_cast<const Bytef*>(data.data());
  stream_->avail_in = static_cast<uInt>(data.size());
  do {
    if (complete_) {  // another member may follow a gzip member; anything else is ignored
      if (!gzip_ || stream_->avail_in == 0 || *stream_->next_in != 0x1f) return true;
      if (inflateReset(stream_.get()) != Z_OK) return blame();
      complete_ = false;
    }
    stream_->next_out = reinterpret_cast<Bytef*>(piece_.data());
    stream_->avail_out = static_cast<uInt>(piece_.size());
    const int code = inflate(stream_.get(), Z_NO_FLUSH);
    if (code == Z_MEM_ERROR) throw std::bad_alloc();
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) return blame();
    const size_t size = piece_.size() - stream_->avail_out;
    if (size > 0 && !sink({piece_.data(), size})) return false;
    complete_ = code == Z_STREAM_END;
  } while (stream_->avail_in > 0 || stream_->avail_out == 0);
  return true;
}

}  // namespace ingest::host::http
