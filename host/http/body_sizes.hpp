// body_sizes.hpp - how large answers of a kind are, as far as the past tells. Requests are of one
// kind when they differ in their query only. Used on the engine's thread only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace ingest::host::http {

class BodySizes {
 public:
  static constexpr std::size_t kKindsMax = 256;

  // Bytes; nothing when no answer of the kind has come yet.
  std::optional<std::uint64_t> expected(const std::string& kind) const {
    const auto found = sizes_.find(kind);
    return found == sizes_.end() ? std::nullopt : std::optional(found->second);
  }

  // Larger ones count at once, smaller ones bit by bit: too small a guess costs memory.
  void learn(const std::string& kind, std::uint64_t size) {
    if (sizes_.size() >= kKindsMax && !sizes_.contains(kind)) sizes_.clear();
    std::uint64_t& known = sizes_.try_emplace(kind, size).first->second;
    known = size > known ? known + (size - known + 1) / 2 : known - (known - size) / 8;
  }

 private:
  std::map<std::string, std::uint64_t> sizes_;
};

}  // namespace ingest::host::http
