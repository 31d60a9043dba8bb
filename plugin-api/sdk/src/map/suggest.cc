#include "suggest.hpp"

#include <algorithm>
#include <numeric>

namespace ingest::sdk::map {
namespace {

// Case and the choice between '-' and '_' are no difference: those are the likeliest slips.
char folded(char c) noexcept {
  if (c == '-') return '_';
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (folded(a[i]) == folded(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string did_you_mean(std::string_view written, const std::vector<std::string_view>& names) {
  if (written.size() > 100) return {};
  std::string_view best;
  std::size_t least = written.size() / 3 + 1;
  for (const std::string_view name : names) {
    // As many steps at least as the lengths differ by.
    if (name.size() > written.size() + least || written.size() > name.size() + least) continue;
    const std::size_t steps = distance(written, name);
    if (steps < least || (steps == least && best.empty())) {
      least = steps;
      best = name;
    }
  }
  return best.empty() ? std::string() : "; did you mean '" + std::string(best) + "'?";
}

}  // namespace ingest::sdk::map
