#include "jwt.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace fake_cx1 {
namespace {

std::string Encode(std::string_view bytes, std::string_view alphabet, bool pad) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group <<= 8U;
      if (i + j < bytes.size()) group |= static_cast<unsigned char>(bytes[i + j]);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      if (i + j <= bytes.size()) {
        out += alphabet[(group >> (18 - 6 * j)) & 0x3FU];
      } else if (pad) {
        out += '=';
      }
    }
  }
  return out;
}

}  // namespace

std::string Base64(std::string_view bytes) {
  return Encode(bytes, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", true);
}

std::string Base64Url(std::string_view bytes) {
  return Encode(bytes, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", false);
}

std::string MakeJwt(std::string_view claims_json, std::string_view secret) {
  std::string token = Base64Url(R"({"alg":"RS256","typ":"JWT","kid":"fake-checkmarx-one"})");
  token += '.';
  token += Base64Url(claims_json);
  const std::string signed_text = token + std::string(secret);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(signed_text.data(), signed_text.size(), digest.data(), &size, EVP_sha512(),
                 nullptr) != 1) {
    throw std::runtime_error("SHA-512 is not available");
  }
  std::string signature;
  for (unsigned i = 0; i < size; ++i) signature += static_cast<char>(digest[i]);
  token += '.';
  token += Base64Url(signature);
  return token;
}

std::string RandomUuid() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("no random bytes");
  }
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    std::array<char, 3> pair{};
    std::snprintf(pair.data(), pair.size(), "%02x", static_cast<unsigned>(bytes[i]));
    text += pair.data();
  }
  return text;
}

}  // namespace fake_cx1
