// store_bytes.hpp - numbers of the secret store's format: little-endian, of fixed size. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ingest::host {

template <class Unsigned>
void append_number(std::string& out, Unsigned value) {
  for (std::size_t i = 0; i < sizeof(Unsigned); ++i)
    out += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xFFU);
}

// Takes size bytes off the front; nothing when there are fewer.
inline std::optional<std::string_view> take_bytes(std::string_view& in, std::size_t size) {
  if (in.size() < size) return std::nullopt;
  const std::string_view taken = in.substr(0, size);
  in.remove_prefix(size);
  return taken;
}

template <class Unsigned>
std::optional<Unsigned> take_number(std::string_view& in) {
  const auto bytes = take_bytes(in, sizeof(Unsigned));
  if (!bytes) return std::nullopt;
  Unsigned value = 0;
  for (std::size_t i = sizeof(Unsigned); i-- > 0;)
    value = static_cast<Unsigned>((value << 8U) | static_cast<unsigned char>((*bytes)[i]));
  return value;
}

}  // namespace ingest::host
