#include "recording/record_stream.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace ingest::host {
namespace {

constexpr std::size_t kBuffer = std::size_t{64} << 10U;
constexpr std::size_t kStep = std::size_t{1} << 20U;

}  // namespace

RecordStream::RecordStream(File file, std::size_t record_max)
    : source_(std::move(file)), record_max_(record_max), buffer_(kBuffer, '\0') {}

std::size_t RecordStream::take(char* out, std::size_t size) {
  if (begin_ == end_) {
    begin_ = 0;
    end_ = source_.read(buffer_.data(), buffer_.size());
  }
  const std::size_t n = std::min(size, end_ - begin_);
  std::memcpy(out, buffer_.data() + begin_, n);
  begin_ += n;
  return n;
}

bool RecordStream::take_length(std::uint64_t& length) {
  length = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    char c = 0;
    if (take(&c, 1) == 0) {
      if (shift == 0) return false;
      throw Damage("it ends within a record's length");
    }
    const auto byte = static_cast<std::uint8_t>(c);
    length |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80U) return true;
  }
  throw Damage("a record's length is none");
}

bool RecordStream::next(std::string& record) {
  std::uint64_t length = 0;
  if (!take_length(length)) return false;
  if (length > record_max_)
    throw Damage("a record claims " + std::to_string(length) + " bytes, where " +
                 std::to_string(record_max_) + " are the most");
  record.clear();
  while (record.size() < length) {
    const std::size_t at = record.size();
    record.resize(at + std::min<std::size_t>(kStep, length - at));
    std::size_t filled = at;
    while (filled < record.size()) {
      const std::size_t n = take(record.data() + filled, record.size() - filled);
      if (n == 0) throw Damage("it ends within a record");
      filled += n;
    }
  }
  return true;
}

}  // namespace ingest::host
