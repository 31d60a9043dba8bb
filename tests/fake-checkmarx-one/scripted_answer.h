// The bytes of an answer that does not simply arrive: its headers and its body in pieces, up to the
// place where it ends. Nothing of a streamed body is held but the piece under way. One thread.
#ifndef TESTS_FAKE_CHECKMARX_ONE_SCRIPTED_ANSWER_H_
#define TESTS_FAKE_CHECKMARX_ONE_SCRIPTED_ANSWER_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http_message.h"

namespace fake_cx1 {

class ScriptedAnswer {
 public:
  ScriptedAnswer(std::string head, std::string body, std::vector<BodySegment> stream,
                 const Delivery& delivery)
      : delivery_(delivery) {
    const std::uint64_t head_bytes = head.size();
    Add(std::move(head));
    if (stream.empty()) {
      Add(std::move(body));
    } else {
      for (BodySegment& segment : stream) segments_.push_back(std::move(segment));
    }
    std::uint64_t all = 0;
    for (const BodySegment& segment : segments_) all += segment.bytes;
    left_ = all;
    if (delivery_.end == Delivery::End::kWhole) return;
    if (delivery_.place == Delivery::Place::kStart) left_ = 0;
    if (delivery_.place == Delivery::Place::kHeaders) left_ = head_bytes / 2;
    if (delivery_.place == Delivery::Place::kBody) left_ = head_bytes + (all - head_bytes) / 2;
  }

  const Delivery& delivery() const { return delivery_; }

  // Empty at the end. Valid until the next call.
  std::string_view Next() {
    while (current_ < segments_.size() && at_ == segments_[current_].bytes) {
      ++current_;
      at_ = 0;
    }
    if (current_ == segments_.size() || left_ == 0) return {};
    const BodySegment& segment = segments_[current_];
    const std::uint64_t in_block = at_ % segment.block.size();
    std::uint64_t bytes =
        std::min<std::uint64_t>({segment.bytes - at_, segment.block.size() - in_block, left_});
    if (delivery_.drip_bytes != 0) bytes = std::min(bytes, delivery_.drip_bytes);
    at_ += bytes;
    left_ -= bytes;
    return std::string_view(segment.block).substr(in_block, bytes);
  }

 private:
  void Add(std::string text) {
    const std::uint64_t bytes = text.size();
    segments_.push_back({std::move(text), bytes});
  }

  const Delivery delivery_;
  std::vector<BodySegment> segments_;
  std::size_t current_ = 0;
  std::uint64_t at_ = 0;
  std::uint64_t left_ = 0;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_SCRIPTED_ANSWER_H_
