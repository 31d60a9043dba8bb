// shard.hpp - a share of a source's units: --shard I/N. Which units it holds depends on their
// names only, so N runs on N machines cover each unit once. [thread-safe]
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ingest::host {

struct Shard {
  std::uint32_t index = 1;  // from 1
  std::uint32_t count = 1;

  // "2/4". Throws a Failure (usage) for anything but 1 <= I <= N <= 10000.
  static Shard parse(std::string_view text);

  bool is_whole() const noexcept { return count == 1; }
  bool holds(std::string_view unit) const;
  std::string text() const;  // as it was parsed
};

}  // namespace ingest::host
