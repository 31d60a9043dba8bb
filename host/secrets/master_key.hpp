// master_key.hpp - the key of the secret store, in memory that is locked where the system allows,
// fenced by guard pages, and overwritten when it goes; and the keys that are derived from it.
// One object, one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "diagnostics/secret_string.hpp"

namespace ingest::host {

class MasterKey {
 public:
  static constexpr std::size_t kBytes = 32;
  // Tells keys apart without telling anything of them.
  using Id = std::array<unsigned char, 16>;

  static MasterKey make();
  // Nothing when text is not 64 hexadecimal digits, with or without a line's end.
  static std::optional<MasterKey> parse(std::string_view text);
  SecretString text() const;  // what parse takes

  // What the key is for. Values are part of the format.
  enum class Use : unsigned { kEncryption = 1, kSeal = 2, kId = 3 };
  struct Wiped {
    void operator()(unsigned char* bytes) const noexcept;
  };
  using Bytes = std::unique_ptr<unsigned char, Wiped>;  // kBytes of them
  Bytes derived(Use use) const;
  Id id() const;

 private:
  explicit MasterKey(Bytes bytes) : bytes_(std::move(bytes)) {}
  Bytes bytes_;
};

// "3f9a0c12...": for people.
std::string key_id_text(const MasterKey::Id& id);

}  // namespace ingest::host
