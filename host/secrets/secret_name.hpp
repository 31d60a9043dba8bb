// secret_name.hpp - what a secret may be called, and how much may be stored. Pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace ingest::host {

inline constexpr std::size_t kMostSecretBytes = std::size_t{64} << 10U;
inline constexpr std::size_t kMostSecrets = 10'000;

// "NAME/key": a connection's name, and likewise a key.
bool is_secret_name(std::string_view name) noexcept;

// Throws a Failure (kConfig) that says what a name looks like.
void check_secret_name(std::string_view name);

}  // namespace ingest::host
