#include "generated_rows.h"

namespace fake_cx1 {

std::string_view RowType(const RowPlace& place, bool with_sca, bool mixed) {
  const std::string_view first = with_sca ? "sca" : "sast";
  if (!mixed) return first;
  const std::uint64_t share = RowDice(place).Below("type", 100);
  if (share < 55) return first;
  if (share < 70) return "sast";
  if (share < 80) return "kics";
  if (share < 88) return "containers";
  if (share < 93) return "sscs-secret-detection";
  if (share < 97) return "sscs-scorecard";
  // Older, newer and unknown names, which a client must step over.
  if (share < 98) return "sca-container";
  if (share < 99) return "aisc";
  return "engine-of-next-year";
}

}  // namespace fake_cx1
