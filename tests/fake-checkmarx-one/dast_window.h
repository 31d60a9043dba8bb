// The pages of the DAST services that are asked for by from and to. What the numbers mean is
// disputed, so all four readings are here.
#ifndef TESTS_FAKE_CHECKMARX_ONE_DAST_WINDOW_H_
#define TESTS_FAKE_CHECKMARX_ONE_DAST_WINDOW_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "http_message.h"
#include "options.h"

namespace fake_cx1 {

struct DastWindow {
  std::size_t begin = 0;
  std::size_t end = 0;  // exclusive
};

// Indices into a list of `total` items; nothing when a number is malformed.
inline std::optional<DastWindow> ReadDastWindow(const Request& request, const DastOptions& options,
                                                std::size_t total) {
  const FormFields& query = request.query;
  const PageDistortion& distortion = request.distortion;
  using State = FormFields::NumberState;
  const std::uint64_t base = options.from == DastBase::kOne ? 1 : 0;
  const std::uint64_t past = options.to == DastEnd::kInclusive ? 1 : 0;
  std::uint64_t from = base;
  if (query.Number("from", from) == State::kInvalid) return std::nullopt;
  from = std::max(from, base);
  std::uint64_t to = 0;
  const State to_state = query.Number("to", to);
  if (to_state == State::kInvalid) return std::nullopt;

  // A number beyond the list means its end, and so no sum can wrap around.
  const std::uint64_t count = total;
  const std::uint64_t begin = std::min(from - base, count);
  std::uint64_t end = begin + std::min(options.default_window, count - begin);
  if (to_state == State::kValid) {
    const std::uint64_t last = std::min(to, count + 1) + past;
    end = std::clamp(last < base ? 0 : last - base, begin, std::max(begin, count));
  }
  if (options.window_cap != 0) end = std::min(end, begin + options.window_cap);
  if (distortion.cap != 0) end = std::min(end, begin + distortion.cap);
  const std::uint64_t distorted = distortion.Begin(begin);
  return DastWindow{distorted, distorted + (end - begin)};
}

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_DAST_WINDOW_H_
