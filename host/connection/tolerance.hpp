// tolerance.hpp - how many rows may fail to be mapped before a run is no success: none, a number of
// them, or a share of the rows that the run received. Immutable, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ingest::host {

class Tolerance {
 public:
  Tolerance() = default;  // none

  // "none", "25", "2%" or "0.5%", three decimals at most. Nothing when text is no tolerance.
  static std::optional<Tolerance> parse(std::string_view text);

  bool allows(std::uint64_t unmapped, std::uint64_t received) const;
  const std::string& text() const noexcept { return text_; }  // as it was parsed

 private:
  std::string text_ = "none";
  std::uint64_t rows_ = 0;
  std::optional<std::uint64_t> share_;  // in thousandths of a percent
};

}  // namespace ingest::host
