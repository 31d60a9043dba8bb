// mutation.cc - see mutation.hpp. The generator's numbers are used as they come, not through the
// library's distributions, which differ from one standard library to another.
#include "conformance/mutation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace ingest::host::conformance {
namespace {

constexpr std::array<std::string_view, 24> kPieces = {"",
                                                      "null",
                                                      "true",
                                                      "0",
                                                      "-1",
                                                      "1e999",
                                                      "99999999999999999999999",
                                                      "\"\"",
                                                      "\"",
                                                      "\\u",
                                                      "\\ud800",
                                                      "{}",
                                                      "[]",
                                                      "[[[[[[[[",
                                                      "}}}}",
                                                      ",",
                                                      ":",
                                                      "\xFF",
                                                      std::string_view("\0", 1),
                                                      "\xEF\xBB\xBF",
                                                      "\n",
                                                      "<html>",
                                                      "2026-13-45T99:99:99Z",
                                                      "%s%n%00"};
constexpr std::size_t kLargestCopy = 4096;

std::size_t below(std::mt19937_64& random, std::size_t limit) {
  return limit == 0 ? 0 : static_cast<std::size_t>(random() % limit);
}

const char* spoil(std::string& text, std::mt19937_64& random) {
  const std::size_t at = below(random, text.size() + 1);
  switch (below(random, 7)) {
    case 0:
      if (at < text.size())
        text[at] =
            static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << below(random, 8)));
      return "a bit flipped";
    case 1:
      text.resize(at);
      return "cut off";
    case 2:
      text.erase(at, 1 + below(random, 64));
      return "a piece left out";
    case 3:
      text.insert(at, text.substr(below(random, text.size() + 1), below(random, kLargestCopy)));
      return "a piece doubled";
    case 4: {
      const std::string_view piece = kPieces[below(random, kPieces.size())];
      text.insert(at, piece);
      return "something put in";
    }
    case 5: {
      const std::string_view piece = kPieces[below(random, kPieces.size())];
      text.replace(at, std::min(text.size() - at, below(random, 24)), piece);
      return "a piece replaced";
    }
    default:
      if (at < text.size()) text[at] = static_cast<char>(random() & 0xFFU);
      return "a byte changed";
  }
}

}  // namespace

v1::SourcePage mutated(const v1::SourcePage& page, std::mt19937_64& random,
                       std::string& description) {
  v1::SourcePage copy = page;
  const std::size_t changes = 1 + below(random, 4);
  description.clear();
  for (std::size_t i = 0; i < changes; ++i) {
    const std::size_t part = below(random, 16);
    if (!description.empty()) description += ", ";
    if (part < 12) {
      description += std::string("body: ") + spoil(*copy.mutable_body(), random);
    } else if (part < 15) {
      description += std::string("context: ") + spoil(*copy.mutable_context(), random);
    } else {
      copy.set_rows(random() >> below(random, 64));
      description += "rows: another number";
    }
  }
  return copy;
}

}  // namespace ingest::host::conformance
