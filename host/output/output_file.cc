#include "output/output_file.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kBufferSize = std::size_t{256} << 10U;

}  // namespace

void OutputFile::write(std::string_view bytes, std::uint64_t records) {
  hash_.update(bytes);
  bytes_ += bytes.size();
  records_ += records;
  if (buffer_.size() + bytes.size() > kBufferSize) flush();
  if (bytes.size() > kBufferSize)
    file_.write(bytes);
  else
    buffer_.append(bytes);
}

void OutputFile::flush() {
  if (!buffer_.empty()) file_.write(buffer_);
  buffer_.clear();
}

v1::OutputFile OutputFile::finish() {
  flush();
  file_.sync();
  file_.close();
  v1::OutputFile facts;
  facts.set_name(file_.path().filename().string());
  facts.set_records(records_);
  facts.set_bytes(bytes_);
  facts.set_sha256(hex(hash_.finish()));
  return facts;
}

}  // namespace ingest::host
