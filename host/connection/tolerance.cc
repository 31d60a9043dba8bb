// tolerance.cc - see tolerance.hpp.
#include "connection/tolerance.hpp"

#include <charconv>

namespace ingest::host {
namespace {

constexpr std::uint64_t kWhole = 100'000;  // 100 %, in thousandths of a percent
constexpr std::uint64_t kRowsMax = 1'000'000'000'000;

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > kRowsMax)
    return std::nullopt;
  return value;
}

// "0.5" as 500.
std::optional<std::uint64_t> thousandths(std::string_view text) {
  const std::size_t point = text.find('.');
  const auto whole = number(text.substr(0, point));
  if (!whole || *whole > kWhole) return std::nullopt;
  if (point == std::string_view::npos) return *whole * 1000;
  std::string decimals(text.substr(point + 1));
  if (decimals.empty() || decimals.size() > 3) return std::nullopt;
  decimals.resize(3, '0');
  const auto part = number(decimals);
  if (!part) return std::nullopt;
  return *whole * 1000 + *part;
}

}  // namespace

std::optional<Tolerance> Tolerance::parse(std::string_view text) {
  Tolerance tolerance;
  tolerance.text_ = text;
  if (text == "none") return tolerance;
  if (!text.empty() && text.back() == '%') {
    tolerance.share_ = thousandths(text.substr(0, text.size() - 1));
    if (!tolerance.share_ || *tolerance.share_ > kWhole) return std::nullopt;
    return tolerance;
  }
  const auto rows = number(text);
  if (!rows) return std::nullopt;
  tolerance.rows_ = *rows;
  return tolerance;
}

bool Tolerance::allows(std::uint64_t unmapped, std::uint64_t received) const {
  if (!share_) return unmapped <= rows_;
  // By division first: neither side can leave its type, and no row is rounded away.
  return unmapped == 0 ||
         received / kWhole * *share_ + received % kWhole * *share_ / kWhole >= unmapped;
}

}  // namespace ingest::host
