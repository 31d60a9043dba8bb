// sealed_secret.cc - see sealed_secret.hpp.
#include "secrets/sealed_secret.hpp"

#include <sodium.h>

#include <stdexcept>

#include "secrets/store_bytes.hpp"

namespace ingest::host {
namespace {

static_assert(kTagBytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(sizeof(SealedSecret::nonce) == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(MasterKey::kBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

std::string bound_in(std::string_view name, std::int64_t set_at) {
  std::string bytes;
  append_number(bytes, kStoreVersion);
  append_number(bytes, static_cast<std::uint64_t>(set_at));
  bytes += name;  // last, so that no two of them are alike
  return bytes;
}

unsigned char* writable(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* readable(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

SealedSecret seal(std::string_view name, std::int64_t set_at, std::string_view value,
                  const MasterKey& key) {
  SealedSecret secret{std::string(name), set_at, {}, std::string(value.size() + kTagBytes, '\0')};
  const MasterKey::Bytes encryption = key.derived(MasterKey::Use::kEncryption);
  ::randombytes_buf(secret.nonce.data(), secret.nonce.size());
  const std::string bound = bound_in(name, set_at);
  unsigned long long size = 0;
  ::crypto_aead_xchacha20poly1305_ietf_encrypt(writable(secret.ciphertext), &size, readable(value),
                                               value.size(), readable(bound), bound.size(), nullptr,
                                               secret.nonce.data(), encryption.get());
  return secret;
}

SecretString unseal(const SealedSecret& secret, const MasterKey& key) {
  if (secret.ciphertext.size() < kTagBytes) throw std::runtime_error("it is cut short");
  const MasterKey::Bytes encryption = key.derived(MasterKey::Use::kEncryption);
  const std::string bound = bound_in(secret.name, secret.set_at);
  std::string value(secret.ciphertext.size() - kTagBytes, '\0');
  unsigned long long size = 0;
  if (::crypto_aead_xchacha20poly1305_ietf_decrypt(
          writable(value), &size, nullptr, readable(secret.ciphertext), secret.ciphertext.size(),
          readable(bound), bound.size(), secret.nonce.data(), encryption.get()) != 0)
    throw std::runtime_error("it is not what was stored under this name");
  return SecretString(std::move(value));
}

}  // namespace ingest::host
