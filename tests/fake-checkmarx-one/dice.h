// Deterministic chance: every value is a pure function of the seed, the place of the thing that is
// described and the question asked about it. So row 900,000 of a scan costs what row 0 costs, and
// the same seed gives the same tenant on every machine.
#ifndef TESTS_FAKE_CHECKMARX_ONE_DICE_H_
#define TESTS_FAKE_CHECKMARX_ONE_DICE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fake_cx1 {

// The finaliser of splitmix64.
constexpr std::uint64_t Mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

class Dice {
 public:
  constexpr Dice(std::uint64_t seed, std::uint64_t place, std::uint64_t item)
      : base_(Mix(Mix(Mix(seed) ^ place) ^ item)) {}

  // The same question always gets the same answer.
  constexpr std::uint64_t Roll(std::string_view question) const {
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char c : question) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return Mix(base_ ^ hash);
  }
  constexpr std::uint64_t Below(std::string_view question, std::uint64_t bound) const {
    return Roll(question) % bound;
  }
  constexpr bool OneIn(std::string_view question, std::uint64_t n) const {
    return Below(question, n) == 0;
  }
  template <std::size_t N>
  constexpr std::string_view Pick(std::string_view question,
                                  const std::array<std::string_view, N>& choices) const {
    return choices[Below(question, N)];
  }
  std::string Hex(std::string_view question, std::size_t digits) const;

 private:
  std::uint64_t base_;
};

// A UUID whose head looks random and whose tail carries `group` and `number`, so that the thing can
// be found again from its id without an index, and so that order by id is not order of listing.
std::string NumberedUuid(std::uint64_t seed, std::uint16_t kind, std::uint16_t group,
                         std::uint64_t number);
struct UuidNumbers {
  std::uint16_t group = 0;
  std::uint64_t number = 0;
};
// False when `uuid` was not made by NumberedUuid with this seed and kind.
bool ReadNumberedUuid(std::string_view uuid, std::uint64_t seed, std::uint16_t kind,
                      UuidNumbers& out);

// "2026-01-10T13:29:26Z"; with microseconds "2026-01-10T13:29:26.427023Z".
std::string Timestamp(std::int64_t unix_seconds);
std::string TimestampMicros(std::int64_t unix_seconds, std::uint64_t micros);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_DICE_H_
