// The offset and limit of a request.
#ifndef TESTS_FAKE_CHECKMARX_ONE_PAGE_WINDOW_H_
#define TESTS_FAKE_CHECKMARX_ONE_PAGE_WINDOW_H_

#include <algorithm>
#include <cstdint>
#include <optional>

#include "http_message.h"
#include "url_form.h"

namespace fake_cx1 {

struct PageWindow {
  std::uint64_t offset = 0;
  std::uint64_t limit = 20;

  // What faults make of the place, in items.
  void Distort(const PageDistortion& distortion) {
    Cap(distortion.cap);
    offset = distortion.Begin(offset);
  }
  // Lowers the limit without a word, as a server does; 0 means no cap.
  void Cap(std::uint64_t cap) {
    if (cap != 0) limit = std::min(limit, cap);
  }
};

// Nothing when a number is malformed or the limit is 0.
inline std::optional<PageWindow> ReadWindow(const FormFields& query) {
  PageWindow window;
  using State = FormFields::NumberState;
  if (query.Number("offset", window.offset) == State::kInvalid) return std::nullopt;
  if (query.Number("limit", window.limit) == State::kInvalid) return std::nullopt;
  if (window.limit == 0) return std::nullopt;
  return window;
}

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_PAGE_WINDOW_H_
