// signer.hpp - signs as minisign does, by its format's description and nothing of the host's code.
// One thread.
#pragma once

#include <sodium.h>

#include <array>
#include <stdexcept>
#include <string>

namespace ingest::host {

class Signer {
 public:
  explicit Signer(unsigned char number = 7) {
    if (::sodium_init() < 0) throw std::runtime_error("libsodium");
    ::crypto_sign_keypair(public_.data(), secret_.data());
    number_ = std::string("\1\2\3\4\5\6", 6) + static_cast<char>(number) + '\0';
  }
  std::string public_key() const {
    return base64("Ed" + number_ + std::string(public_.begin(), public_.end()));
  }
  // The text of a .minisig file.
  std::string sign(const std::string& content, bool prehashed = true,
                   const std::string& comment = "a comment") const {
    std::string message = content;
    if (prehashed) {
      std::array<unsigned char, 64> digest;
      ::crypto_generichash(digest.data(), digest.size(), bytes(content), content.size(), nullptr,
                           0);
      message.assign(digest.begin(), digest.end());
    }
    const std::string signature = signature_of(message);
    return "untrusted comment: of a test\n" +
           base64((prehashed ? "ED" : "Ed") + number_ + signature) +
           "\ntrusted comment: " + comment + "\n" + base64(signature_of(signature + comment)) +
           "\n";
  }

 private:
  static const unsigned char* bytes(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }
  std::string signature_of(const std::string& message) const {
    std::array<unsigned char, crypto_sign_BYTES> made;
    ::crypto_sign_detached(made.data(), nullptr, bytes(message), message.size(), secret_.data());
    return {made.begin(), made.end()};
  }
  static std::string base64(const std::string& raw) {
    std::string text(sodium_base64_ENCODED_LEN(raw.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    ::sodium_bin2base64(text.data(), text.size(), bytes(raw), raw.size(),
                        sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();
    return text;
  }
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_;
  std::string number_;
};

}  // namespace ingest::host
