// draw.hpp - chance by seed, the same on every machine.
#pragma once

#include <cstdint>
#include <vector>

namespace ingest::faults {

// splitmix64.
class Draw {
 public:
  // Mixed, or the numbers of one seed would be those of the next, moved by one.
  explicit Draw(uint64_t seed) : state_(mixed(seed + 1)) {}

  uint64_t below(uint64_t bound) { return next() % bound; }
  bool one_in(uint64_t n) { return below(n) == 0; }
  template <class T>
  const T& pick(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }

 private:
  static uint64_t mixed(uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
  }
  uint64_t next() { return mixed(state_ += 0x9E3779B97F4A7C15ULL); }
  uint64_t state_;
};

}  // namespace ingest::faults
