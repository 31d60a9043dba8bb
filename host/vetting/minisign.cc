// minisign.cc - see minisign.hpp.
#include "vetting/minisign.hpp"

#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace ingest::host {
namespace {

using Bytes = std::vector<unsigned char>;
using Digest = std::array<unsigned char, 64>;

constexpr std::string_view kPlain = "Ed";
constexpr std::string_view kPrehashed = "ED";
constexpr std::string_view kUntrusted = "untrusted comment: ";
constexpr std::string_view kTrusted = "trusted comment: ";

void expect_sodium() {
  static const bool kReady = ::sodium_init() >= 0;
  if (!kReady) throw std::runtime_error("libsodium cannot be used");
}

// Exactly size bytes, with nothing before, between or after.
std::optional<Bytes> from_base64(std::string_view text, std::size_t size) {
  expect_sodium();
  Bytes bytes(size);
  std::size_t decoded = 0;
  const char* end = nullptr;
  if (::sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &decoded,
                          &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      decoded != size || end != text.data() + text.size())
    return std::nullopt;
  return bytes;
}

template <class Array>
void fill(Array& array, const Bytes& bytes, std::size_t at) {
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), array.size(), array.begin());
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// The number is written with its lowest byte first.
std::string id_text(const std::array<unsigned char, 8>& number) {
  static const char* const kDigits = "0123456789ABCDEF";
  std::string text;
  for (auto byte = number.rbegin(); byte != number.rend(); ++byte)
    text += {kDigits[*byte >> 4U], kDigits[*byte & 15U]};
  return text;
}

template <class Take>
void read_all(int descriptor, Take take) {
  Bytes buffer(1U << 18U);
  off_t at = 0;
  for (;;) {
    const ssize_t n = ::pread(descriptor, buffer.data(), buffer.size(), at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw std::runtime_error(std::string("cannot be read: ") + std::strerror(errno));
    if (n == 0) return;
    take(buffer.data(), static_cast<std::size_t>(n));
    at += n;
  }
}

Digest prehash(int descriptor) {
  crypto_generichash_state state;
  Digest digest;
  ::crypto_generichash_init(&state, nullptr, 0, digest.size());
  read_all(descriptor, [&](const unsigned char* bytes, std::size_t size) {
    ::crypto_generichash_update(&state, bytes, size);
  });
  ::crypto_generichash_final(&state, digest.data(), digest.size());
  return digest;
}

Bytes whole(int descriptor) {
  Bytes content;
  read_all(descriptor, [&](const unsigned char* bytes, std::size_t size) {
    if (content.size() + size > kLargestLegacyContent)
      throw std::runtime_error("is too large for a signature of minisign's older kind");
    content.insert(content.end(), bytes, bytes + size);
  });
  return content;
}

}  // namespace

std::optional<MinisignKey> MinisignKey::parse(std::string_view text) {
  MinisignKey parsed;
  const auto bytes = from_base64(text, kPlain.size() + parsed.number.size() + parsed.key.size());
  if (!bytes || !std::equal(kPlain.begin(), kPlain.end(), bytes->begin())) return std::nullopt;
  fill(parsed.number, *bytes, kPlain.size());
  fill(parsed.key, *bytes, kPlain.size() + parsed.number.size());
  return parsed;
}

std::string MinisignKey::id() const { return id_text(number); }

std::optional<MinisignSignature> MinisignSignature::parse(std::string_view text) {
  if (text.size() > kLargestSignatureFile) return std::nullopt;
  MinisignSignature parsed;
  if (!take_line(text).starts_with(kUntrusted)) return std::nullopt;
  const auto first =
      from_base64(take_line(text), kPlain.size() + parsed.number.size() + parsed.signature.size());
  std::string_view comment = take_line(text);
  const auto second = from_base64(take_line(text), parsed.comment_signature.size());
  if (!first || !second || !comment.starts_with(kTrusted) || !text.empty()) return std::nullopt;
  parsed.prehashed = std::equal(kPrehashed.begin(), kPrehashed.end(), first->begin());
  if (!parsed.prehashed && !std::equal(kPlain.begin(), kPlain.end(), first->begin()))
    return std::nullopt;
  fill(parsed.number, *first, kPlain.size());
  fill(parsed.signature, *first, kPlain.size() + parsed.number.size());
  fill(parsed.comment_signature, *second, 0);
  comment.remove_prefix(kTrusted.size());
  parsed.trusted_comment = comment;
  return parsed;
}

std::string MinisignSignature::key_id() const { return id_text(number); }

bool verify(const MinisignSignature& signature, const MinisignKey& key, int descriptor) {
  expect_sodium();
  if (signature.number != key.number) return false;
  Bytes commented(signature.signature.begin(), signature.signature.end());
  commented.insert(commented.end(), signature.trusted_comment.begin(),
                   signature.trusted_comment.end());
  if (::crypto_sign_verify_detached(signature.comment_signature.data(), commented.data(),
                                    commented.size(), key.key.data()) != 0)
    return false;
  if (signature.prehashed) {
    const Digest digest = prehash(descriptor);
    return ::crypto_sign_verify_detached(signature.signature.data(), digest.data(), digest.size(),
                                         key.key.data()) == 0;
  }
  const Bytes content = whole(descriptor);
  return ::crypto_sign_verify_detached(signature.signature.data(), content.data(), content.size(),
                                       key.key.data()) == 0;
}

}  // namespace ingest::host
