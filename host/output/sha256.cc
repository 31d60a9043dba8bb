#include "output/sha256.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace ingest::host {
namespace {

// Fetched once: looking the algorithm up costs more than hashing a short text.
const EVP_MD* algorithm() {
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (md == nullptr) throw std::runtime_error("OpenSSL offers no SHA-256");
  return md;
}

void expect(int ok) {
  if (ok != 1) throw std::runtime_error("OpenSSL failed to compute a SHA-256");
}

}  // namespace

void Sha256::FreeContext::operator()(evp_md_ctx_st* context) const noexcept {
  EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_) throw std::bad_alloc();
  expect(EVP_DigestInit_ex2(context_.get(), algorithm(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::update(std::string_view bytes) {
  expect(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

Sha256Digest Sha256::finish() {
  Sha256Digest digest;
  expect(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
  expect(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr));
  return digest;
}

Sha256Digest sha256(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

void append_hex(std::string& out, const std::uint8_t* bytes, std::size_t size) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const std::size_t begin = out.size();
  out.resize(begin + size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    out[begin + 2 * i] = kDigits[bytes[i] >> 4U];
    out[begin + 2 * i + 1] = kDigits[bytes[i] & 0x0FU];
  }
}

std::string hex(const std::uint8_t* bytes, std::size_t size) {
  std::string text;
  append_hex(text, bytes, size);
  return text;
}

}  // namespace ingest::host
