#include "recording/gzip_member.hpp"

#include <zlib.h>

#include <new>
#include <stdexcept>

namespace ingest::host {
namespace {

constexpr int kGzip = 16;  // added to the window's size: gzip, not zlib
// The fastest level: pages of JSON shrink to a fifth as it is, and a run is not to wait for it.
constexpr int kLevel = 1;
constexpr int kMemory = 9;  // of 9

class Deflate {
 public:
  Deflate() {
    if (deflateInit2(&stream_, kLevel, Z_DEFLATED, MAX_WBITS + kGzip, kMemory,
                     Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  ~Deflate() { deflateEnd(&stream_); }
  Deflate(const Deflate&) = delete;
  Deflate& operator=(const Deflate&) = delete;

  std::string all_of(std::string_view bytes) {
    std::string out(deflateBound(&stream_, bytes.size()), '\0');
    // zlib takes its input as not const, and leaves it alone.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END)
      throw std::runtime_error("zlib can't compress a page");
    out.resize(stream_.total_out);
    return out;
  }

 private:
  z_stream stream_{};
};

}  // namespace

std::string gzip_member(std::string_view bytes) { return Deflate().all_of(bytes); }

}  // namespace ingest::host
