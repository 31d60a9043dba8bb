// store_file.cc - see store_file.hpp.
#include "secrets/store_file.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "secrets/secret_name.hpp"
#include "secrets/store_bytes.hpp"

namespace ingest::host {
namespace {

constexpr std::string_view kMagic = "ingest-secrets";
using Seal = std::array<unsigned char, 32>;

Seal seal_of(std::string_view bytes, const MasterKey& key) {
  const MasterKey::Bytes sealing = key.derived(MasterKey::Use::kSeal);
  Seal seal{};
  ::crypto_generichash(seal.data(), seal.size(),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       sealing.get(), MasterKey::kBytes);
  return seal;
}

template <std::size_t N>
void append(std::string& out, const std::array<unsigned char, N>& bytes) {
  out.append(reinterpret_cast<const char*>(bytes.data()), N);
}

std::optional<SealedSecret> take_secret(std::string_view& in) {
  SealedSecret secret;
  const auto name_size = take_number<std::uint16_t>(in);
  if (!name_size) return std::nullopt;
  const auto name = take_bytes(in, *name_size);
  if (!name || !is_secret_name(*name)) return std::nullopt;
  const auto set_at = take_number<std::uint64_t>(in);
  const auto nonce = take_bytes(in, secret.nonce.size());
  const auto size = take_number<std::uint32_t>(in);
  if (!set_at || !nonce || !size || *size <= kTagBytes || *size > kMostSecretBytes + kTagBytes)
    return std::nullopt;
  const auto ciphertext = take_bytes(in, *size);
  if (!ciphertext) return std::nullopt;
  secret.name = *name;
  secret.set_at = static_cast<std::int64_t>(*set_at);
  std::memcpy(secret.nonce.data(), nonce->data(), nonce->size());
  secret.ciphertext = *ciphertext;
  return secret;
}

// The seal holds, so what is wrong here was written wrong.
std::vector<SealedSecret> take_secrets(std::string_view in, const std::filesystem::path& file) {
  const auto count = take_number<std::uint32_t>(in);
  if (!count || *count > kMostSecrets) refuse_damaged(file, "its count of secrets is impossible");
  std::vector<SealedSecret> secrets;
  for (std::uint32_t i = 0; i < *count; ++i) {
    std::optional<SealedSecret> secret = take_secret(in);
    if (!secret || (!secrets.empty() && secret->name <= secrets.back().name))
      refuse_damaged(file, "secret " + std::to_string(i + 1) + " can't be read");
    secrets.push_back(std::move(*secret));
  }
  if (!in.empty()) refuse_damaged(file, "it is longer than its secrets");
  return secrets;
}

}  // namespace

void refuse_damaged(const std::filesystem::path& file, const std::string& why) {
  throw Failure(ExitStatus::kConfig,
                "the secret store " + file.string() + " is damaged, and none of it is used: " + why,
                "put it back from the backup, together with its key; or move it out of the way "
                "and set the secrets again: ingest secrets set NAME/key");
}

std::string encode_store(const std::vector<SealedSecret>& secrets, const MasterKey& key) {
  std::string out(kMagic);
  append_number(out, kStoreVersion);
  append(out, key.id());
  append_number(out, static_cast<std::uint32_t>(secrets.size()));
  for (const SealedSecret& secret : secrets) {
    append_number(out, static_cast<std::uint16_t>(secret.name.size()));
    out += secret.name;
    append_number(out, static_cast<std::uint64_t>(secret.set_at));
    append(out, secret.nonce);
    append_number(out, static_cast<std::uint32_t>(secret.ciphertext.size()));
    out += secret.ciphertext;
  }
  append(out, seal_of(out, key));
  return out;
}

std::vector<SealedSecret> decode_store(std::string_view bytes, const MasterKey& key,
                                       const std::filesystem::path& key_name,
                                       const std::filesystem::path& file) {
  std::string_view rest = bytes;
  if (take_bytes(rest, kMagic.size()) != kMagic) refuse_damaged(file, "it does not begin like one");
  const auto version = take_number<std::uint16_t>(rest);
  MasterKey::Id id{};
  const auto id_bytes = take_bytes(rest, id.size());
  if (!version || !id_bytes) refuse_damaged(file, "it is cut short");
  if (*version != kStoreVersion)
    throw Failure(ExitStatus::kConfig,
                  "the secret store " + file.string() + " has format " + std::to_string(*version) +
                      "; this ingest reads format " + std::to_string(kStoreVersion),
                  "use the version of ingest that wrote it");
  std::memcpy(id.data(), id_bytes->data(), id.size());
  const MasterKey::Id own = key.id();
  if (id != own)
    throw WrongKey(
        ExitStatus::kConfig,
        "the master key in " + key_name.string() + " (" + key_id_text(own) +
            ") is not the one that the secret store " + file.string() + " is encrypted with (" +
            key_id_text(id) + ")",
        "name the file of the right key with INGEST_MASTER_KEY_FILE, or put it back from the "
        "backup. Without it the secrets can't be read: then move the store out of the way and set "
        "them again");
  Seal seal{};
  if (rest.size() < seal.size()) refuse_damaged(file, "it is cut short");
  std::memcpy(seal.data(), bytes.data() + bytes.size() - seal.size(), seal.size());
  if (::sodium_memcmp(seal_of(bytes.substr(0, bytes.size() - seal.size()), key).data(), seal.data(),
                      seal.size()) != 0)
    refuse_damaged(file, "its seal does not hold");
  rest.remove_suffix(seal.size());
  return take_secrets(rest, file);
}

}  // namespace ingest::host
