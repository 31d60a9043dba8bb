// json_scanner.cc - see json_scanner.hpp. Brackets are counted outside of strings; what is a string
// is worked out for 64 bytes at a time, where the processor can compare sixteen at once.
#include "checkmarx-one/json_scanner.hpp"

#include <bit>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace checkmarx::one {
namespace {

#ifdef __SSE2__

// A bit for each of 64 bytes.
struct Block {
  uint64_t quotes = 0;
  uint64_t backslashes = 0;
  uint64_t opening = 0;
  uint64_t closing = 0;

  explicit Block(const char* bytes) noexcept {
    for (unsigned part = 0; part < 4; ++part) {
      const __m128i some = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
      const __m128i folded = _mm_or_si128(some, _mm_set1_epi8(0x20));  // [ and ] to { and }
      const auto where = [part](__m128i them, char c) {
        const auto mask =
            static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(them, _mm_set1_epi8(c))));
        return uint64_t{mask} << 16 * part;
      };
      quotes |= where(some, '"');
      backslashes |= where(some, '\\');
      opening |= where(folded, '{');
      closing |= where(folded, '}');
    }
  }
};

// Each bit as many times turned over as there are set bits up to it: from quotes, what is inside.
uint64_t inside(uint64_t quotes) noexcept {
  for (unsigned shift = 1; shift < 64; shift *= 2) quotes ^= quotes << shift;
  return quotes;
}

// Of the bytes those that a backslash before them escapes; carry: the first one is, or the first of
// the next block.
uint64_t escaped(uint64_t backslashes, uint64_t& carry) noexcept {
  if (backslashes == 0) {
    const uint64_t first = carry;
    carry = 0;
    return first;
  }
  uint64_t all = carry;
  carry = 0;
  for (uint64_t left = backslashes & ~all; left != 0;) {
    const int at = std::countr_zero(left);
    if (at == 63) {
      carry = 1;
      break;
    }
    all |= uint64_t{2} << at;
    left &= ~(uint64_t{3} << at);
  }
  return all;
}

#endif

}  // namespace

size_t size_in_brackets(std::string_view text) noexcept {
#ifdef __SSE2__
  size_t depth = 0;
  uint64_t in_string = 0;
  uint64_t carry = 0;
  for (size_t begin = 0; begin < text.size(); begin += 64) {
    char rest[64];
    const char* bytes = text.data() + begin;
    if (text.size() - begin < 64) {
      std::memset(rest, ' ', sizeof(rest));
      std::memcpy(rest, bytes, text.size() - begin);
      bytes = rest;
    }
    const Block block(bytes);
    const uint64_t strings = inside(block.quotes & ~escaped(block.backslashes, carry)) ^ in_string;
    in_string = strings >> 63 != 0 ? ~uint64_t{0} : 0;
    // Outside of strings it is no JSON, and escapes nothing.
    if ((block.backslashes & ~strings) != 0) return 0;
    for (uint64_t left = (block.opening | block.closing) & ~strings; left != 0; left &= left - 1) {
      const int at = std::countr_zero(left);
      if ((block.opening >> at & 1) != 0) {
        ++depth;
      } else if (--depth == 0) {
        return begin + static_cast<size_t>(at) + 1;
      }
    }
  }
#else
  static_cast<void>(text);
#endif
  return 0;
}

}  // namespace checkmarx::one
