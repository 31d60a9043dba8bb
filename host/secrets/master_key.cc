// master_key.cc - see master_key.hpp.
#include "secrets/master_key.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

static_assert(MasterKey::kBytes == crypto_kdf_KEYBYTES);

constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "ingsecrt";  // part of the format

MasterKey::Bytes allocated() {
  static const bool kReady = ::sodium_init() >= 0;  // the first use of libsodium, always
  // Locked into memory if the limit (ulimit -l) allows; guarded and wiped in any case.
  auto* bytes = kReady ? static_cast<unsigned char*>(::sodium_malloc(MasterKey::kBytes)) : nullptr;
  if (bytes == nullptr)
    throw Failure(ExitStatus::kInternal, "there is no protected memory for the master key",
                  "free some memory");
  return MasterKey::Bytes(bytes);
}

}  // namespace

void MasterKey::Wiped::operator()(unsigned char* bytes) const noexcept { ::sodium_free(bytes); }

MasterKey MasterKey::make() {
  Bytes bytes = allocated();
  ::randombytes_buf(bytes.get(), kBytes);
  return MasterKey(std::move(bytes));
}

std::optional<MasterKey> MasterKey::parse(std::string_view text) {
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  if (text.size() != 2 * kBytes) return std::nullopt;
  Bytes bytes = allocated();
  std::size_t size = 0;
  if (::sodium_hex2bin(bytes.get(), kBytes, text.data(), text.size(), nullptr, &size, nullptr) !=
          0 ||
      size != kBytes)
    return std::nullopt;
  // What an editor, a printer of zeros, or a disk that lost its content would leave.
  if (::sodium_is_zero(bytes.get(), kBytes) == 1) return std::nullopt;
  return MasterKey(std::move(bytes));
}

SecretString MasterKey::text() const {
  std::string hex(2 * kBytes + 1, '\0');  // with the end that sodium_bin2hex writes
  ::sodium_bin2hex(hex.data(), hex.size(), bytes_.get(), kBytes);
  hex.back() = '\n';
  return SecretString(std::move(hex));
}

MasterKey::Bytes MasterKey::derived(Use use) const {
  Bytes bytes = allocated();
  ::crypto_kdf_derive_from_key(bytes.get(), kBytes, static_cast<unsigned>(use), kContext,
                               bytes_.get());
  return bytes;
}

MasterKey::Id MasterKey::id() const {
  const Bytes bytes = derived(Use::kId);
  Id id{};
  std::copy_n(bytes.get(), id.size(), id.begin());
  return id;
}

std::string key_id_text(const MasterKey::Id& id) {
  std::string hex(2 * id.size() + 1, '\0');
  ::sodium_bin2hex(hex.data(), hex.size(), id.data(), id.size());
  hex.resize(8);
  return hex;
}

}  // namespace ingest::host
