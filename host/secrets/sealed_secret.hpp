// sealed_secret.hpp - one secret of the store, encrypted: XChaCha20-Poly1305 under a random nonce,
// with the format's version, its name and the time it was set bound in, so that no secret can stand
// in for another. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "diagnostics/secret_string.hpp"
#include "secrets/master_key.hpp"

namespace ingest::host {

inline constexpr std::uint16_t kStoreVersion = 1;
inline constexpr std::size_t kTagBytes = 16;

struct SealedSecret {
  std::string name;
  std::int64_t set_at = 0;  // seconds since 1970
  std::array<unsigned char, 24> nonce{};
  std::string ciphertext;  // with its tag
};

SealedSecret seal(std::string_view name, std::int64_t set_at, std::string_view value,
                  const MasterKey& key);

// Throws std::runtime_error when it is not what seal made with this key.
SecretString unseal(const SealedSecret& secret, const MasterKey& key);

}  // namespace ingest::host
