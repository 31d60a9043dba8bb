#include "output/delimited.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kReadSize = std::size_t{256} << 10U;
constexpr std::size_t kVarintMax = 10;

}  // namespace

void append_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80U) {
    out.push_back(static_cast<char>((value & 0x7FU) | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}

std::size_t varint_size(std::uint64_t value) {
  std::size_t size = 1;
  for (; value >= 0x80U; value >>= 7U) ++size;
  return size;
}

std::string_view take_delimited(std::string_view& bytes) {
  std::uint64_t size = 0;
  std::size_t used = 0;
  for (;; ++used) {
    if (used >= bytes.size() || used >= kVarintMax)
      throw std::logic_error("a record's length is cut short");
    const auto byte = static_cast<std::uint8_t>(bytes[used]);
    size |= static_cast<std::uint64_t>(byte & 0x7FU) << (7U * used);
    if (byte < 0x80U) break;
  }
  if (size > bytes.size() - used - 1) throw std::logic_error("a record is cut short");
  const std::string_view record = bytes.substr(used + 1, size);
  bytes.remove_prefix(used + 1 + size);
  return record;
}

void DelimitedReader::corrupt(const std::string& why) const {
  throw Failure(ExitStatus::kConfig,
                file_.path().string() + ": record " + std::to_string(records_) +
                    " at byte offset " + std::to_string(record_offset_) + ": " + why,
                "The " + std::to_string(records_ - 1) +
                    " records before it are good. Is this a whole file of length-delimited "
                    "records, as 'ingest run' writes it?");
}

bool DelimitedReader::fill(std::size_t wanted) {
  if (end_ - begin_ >= wanted) return true;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  // Grows as bytes arrive, not as a length claims: a length can lie.
  while (end_ < wanted) {
    if (buffer_.size() < end_ + kReadSize)
      buffer_.resize(std::max(end_ + kReadSize, std::min(wanted, 2 * end_)));
    const std::size_t n = file_.read_some(buffer_.data() + end_, buffer_.size() - end_);
    if (n == 0) return false;
    end_ += n;
  }
  return true;
}

bool DelimitedReader::next(std::string_view& record) {
  record_offset_ = position_;
  ++records_;
  std::uint64_t size = 0;
  std::size_t used = 0;
  for (;;) {
    if (!fill(used + 1)) {
      if (used == 0) {
        --records_;
        return false;
      }
      corrupt("the file ends within the record's length");
    }
    const auto byte = static_cast<std::uint8_t>(buffer_[begin_ + used]);
    size |= static_cast<std::uint64_t>(byte & 0x7FU) << (7U * used);
    ++used;
    if (byte < 0x80U) break;
    if (used == kVarintMax) corrupt("the record's length is no varint");
  }
  if (size > kRecordMax)
    corrupt("a length of " + std::to_string(size) + " bytes, where " + std::to_string(kRecordMax) +
            " is the most");
  if (!fill(used + size))
    corrupt("the file is cut short: the record needs " + std::to_string(size) + " bytes, " +
            std::to_string(end_ - begin_ - used) + " are there");
  record = std::string_view(buffer_).substr(begin_ + used, size);
  begin_ += used + size;
  position_ += used + size;
  return true;
}

}  // namespace ingest::host
