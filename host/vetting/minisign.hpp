// minisign.hpp - signatures as the tool minisign writes them, verified: Ed25519 over the content's
// BLAKE2b-512 (or, by older versions, over the content itself), and over the signature together
// with the trusted comment. Plain data; the functions are thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ingest::host {

class MinisignKey {
 public:
  // "RWQ...", as in the second line of a .pub file. Nothing when it is none.
  static std::optional<MinisignKey> parse(std::string_view text);

  // 16 hexadecimal digits, as minisign shows it.
  std::string id() const;

  std::array<unsigned char, 8> number{};
  std::array<unsigned char, 32> key{};
};

struct MinisignSignature {
  bool prehashed = false;
  std::array<unsigned char, 8> number{};  // of the key that made it
  std::array<unsigned char, 64> signature{};
  std::array<unsigned char, 64> comment_signature{};
  std::string trusted_comment;  // any bytes, until verified

  // The content of a .minisig file; nothing when it is none.
  static std::optional<MinisignSignature> parse(std::string_view text);
  std::string key_id() const;
};

constexpr std::size_t kLargestSignatureFile = 16384;  // more than minisign ever writes
// What older signatures cover is held in memory as a whole.
constexpr std::size_t kLargestLegacyContent = 256U << 20U;

// Whether the key made it for exactly what the descriptor holds from its beginning, and for the
// trusted comment. Throws std::runtime_error when the content cannot be read, or is too large.
bool verify(const MinisignSignature& signature, const MinisignKey& key, int descriptor);

}  // namespace ingest::host
