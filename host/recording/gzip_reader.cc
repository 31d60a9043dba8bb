#include "recording/gzip_reader.hpp"

#include <zlib.h>

#include <new>
#include <utility>

namespace ingest::host {
namespace {

constexpr std::size_t kInput = std::size_t{128} << 10U;
constexpr int kGzip = 16;  // added to the window's size: gzip, not zlib

}  // namespace

void GzipReader::End::operator()(z_stream_s* stream) const noexcept {
  inflateEnd(stream);
  delete stream;
}

GzipReader::GzipReader(File file) : file_(std::move(file)), input_(kInput, '\0') {
  auto stream = std::make_unique<z_stream>();
  if (inflateInit2(stream.get(), MAX_WBITS + kGzip) != Z_OK) throw std::bad_alloc();
  stream_.reset(stream.release());
}

bool GzipReader::fill() {
  if (stream_->avail_in > 0) return true;
  const std::size_t size = file_.read_some(input_.data(), input_.size());
  hash_.update({input_.data(), size});
  file_bytes_ += size;
  stream_->next_in = reinterpret_cast<Bytef*>(input_.data());
  stream_->avail_in = static_cast<uInt>(size);
  return size > 0;
}

std::size_t GzipReader::read(char* out, std::size_t size) {
  stream_->next_out = reinterpret_cast<Bytef*>(out);
  stream_->avail_out = static_cast<uInt>(size);
  while (stream_->avail_out == size) {
    if (!fill()) {
      if (in_member_) throw Damage("it breaks off");
      return 0;
    }
    in_member_ = true;
    const int status = inflate(stream_.get(), Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      in_member_ = false;
      if (inflateReset(stream_.get()) != Z_OK) throw std::bad_alloc();
    } else if (status == Z_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      throw Damage("it is no gzip data from some place on");
    }
  }
  return size - stream_->avail_out;
}

}  // namespace ingest::host
