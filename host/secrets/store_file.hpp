// store_file.hpp - the bytes of the secret store: a head that says the format's version and which
// key it takes, the encrypted secrets by name, and a seal over all of it, so that none can be taken
// out, doubled or put back to an older one without being seen. Pure.
//
//   "ingest-secrets"  u16 version  16 bytes id of the key  u32 secrets
//   each: u16 size, name; u64 set at; 24 bytes nonce; u32 size, ciphertext with its tag
//   32 bytes seal: BLAKE2b of all before it, keyed
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/failure.hpp"
#include "secrets/sealed_secret.hpp"

namespace ingest::host {

inline constexpr std::size_t kMostStoreBytes = std::size_t{64} << 20U;

// The key is a key, and the store a store, but they do not belong together.
class WrongKey : public Failure {
 public:
  using Failure::Failure;
};

std::string encode_store(const std::vector<SealedSecret>& secrets, const MasterKey& key);

// key_name and file are for the messages. Throws WrongKey, or a Failure (kConfig) for what is
// damaged or no store.
std::vector<SealedSecret> decode_store(std::string_view bytes, const MasterKey& key,
                                       const std::filesystem::path& key_name,
                                       const std::filesystem::path& file);

// What is said of a store that was changed by anything but ingest.
[[noreturn]] void refuse_damaged(const std::filesystem::path& file, const std::string& why);

}  // namespace ingest::host
