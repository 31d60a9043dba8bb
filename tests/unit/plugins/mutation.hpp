// mutation.hpp - texts that are almost right, by seed.
#pragma once

#include <random>
#include <string>
#include <string_view>

namespace checkmarx {

class Mutation {
 public:
  explicit Mutation(unsigned seed) : engine_(seed) {}

  // Some bytes of it are others, or gone, or a piece of it stands in another place.
  std::string of(std::string text) {
    for (std::size_t changes = 1 + below(3); changes > 0 && !text.empty(); --changes) {
      const std::size_t at = below(text.size());
      switch (below(5)) {
        case 0:
          text[at] = static_cast<char>(below(256));
          break;
        case 1:
          text.erase(at, 1 + below(8));
          break;
        case 2:
          text.insert(at, kPieces[below(std::size(kPieces))]);
          break;
        case 3:
          text.insert(at, text.substr(below(text.size()), below(60)));
          break;
        default:
          repeat_member(text, at);
      }
    }
    return text;
  }

 private:
  static constexpr std::string_view kPieces[] = {"\\u0000",
                                                 "\\ud83d",
                                                 "\\u00e4",
                                                 "\xC3",
                                                 "\xF0\x9F\x9A\x80",
                                                 "null",
                                                 "1e999",
                                                 "-0",
                                                 "{}",
                                                 "[]",
                                                 "\"",
                                                 ",",
                                                 "\"type\":\"kics\",",
                                                 "\"type\":\"sca\",",
                                                 "\"$withheld\":\"x\",",
                                                 "\"data\":{\"packageIdentifier\":\"Npm-a-1.0\"},",
                                                 "\"id\":5,",
                                                 "[[[[[[[[[[[[[[[[[",
                                                 "9223372036854775808"};

  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_);
  }
  // A member once more, at the end of an object.
  void repeat_member(std::string& text, std::size_t at) {
    const std::size_t begin = text.find("\"", at);
    const std::size_t end = text.find(",\"", at);
    const std::size_t object = text.find('}', at);
    if (begin == std::string::npos || end == std::string::npos || object == std::string::npos ||
        begin >= end || end >= object)
      return;
    text.insert(object, "," + text.substr(begin, end - begin));
  }

  std::mt19937 engine_;
};

}  // namespace checkmarx
