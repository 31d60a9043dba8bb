#include "vetting/minisign.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "vetting/signer.hpp"

namespace ingest::host {
namespace {

// Made by minisign 0.11 for a file that holds "x".
constexpr const char* kKey = "RWTJph3BFls5cg3oQn6D/FCb5iDO3H4YDuaa9Gp0rXn8rhXOiV0rU49c";
constexpr const char* kPrehashed =
    "untrusted comment: signature from minisign secret key\n"
    "RUTJph3BFls5cmLv35SXspuoWRx/EhCdUHuEDD/GQ3IIq6WxrMf+Qk6coCng/"
    "HH8tGT0Wrm1adrs5mstpR9WF0QtQ0r80bA"
    "yiQA=\n"
    "trusted comment: trusted words\n"
    "YFBRLLWggfUGWgh0auR2tge+1tH3Ubt2JagKIIGJfa5266ftAWgr2MMs97K00vVBcfzAxJY/9AbYUSeb4AlxDQ==\n";
constexpr const char* kLegacy =
    "untrusted comment: signature from minisign secret key\n"
    "RWTJph3BFls5coD3MbhgXfpKn8t8B5LRGiJoAUXVgdOfkfEpDKXv4354YCSfB7WDhAq0q8ffulk5wPm6PigyCndJ+"
    "mQRZKf"
    "NtQA=\n"
    "trusted comment: timestamp:1795826126\tfile:m.bin\n"
    "5OLvMTEzuXx439/Ge9pItlnuY+XQrP8nHVJNW7vw1VvzIJ2s2vLAPo4ajmFb2Ves8+dsMsD5BQLsbDGnnoNSBg==\n";

bool verifies(const std::string& signature, const std::string& key, const std::string& content) {
  const auto parsed = MinisignSignature::parse(signature);
  const auto known = MinisignKey::parse(key);
  EXPECT_TRUE(parsed && known);
  if (!parsed || !known) return false;
  const int descriptor = ::memfd_create("content", MFD_CLOEXEC);
  EXPECT_EQ(::write(descriptor, content.data(), content.size()),
            static_cast<ssize_t>(content.size()));
  const bool good = verify(*parsed, *known, descriptor);
  ::close(descriptor);
  return good;
}

TEST(Minisign, WhatTheToolMadeHolds) {
  EXPECT_TRUE(verifies(kPrehashed, kKey, "x"));
  EXPECT_TRUE(verifies(kLegacy, kKey, "x"));
  EXPECT_FALSE(verifies(kPrehashed, kKey, "y"));
  EXPECT_FALSE(verifies(kLegacy, kKey, "y"));
  EXPECT_FALSE(verifies(kPrehashed, kKey, ""));
  EXPECT_EQ(MinisignKey::parse(kKey)->id(), "72395B16C11DA6C9");
  EXPECT_EQ(MinisignSignature::parse(kPrehashed)->key_id(), "72395B16C11DA6C9");
  EXPECT_EQ(MinisignSignature::parse(kPrehashed)->trusted_comment, "trusted words");
}

TEST(Minisign, OfLargeContent) {
  const Signer signer;
  std::string content(3U << 20U, 'c');
  for (const bool prehashed : {true, false}) {
    EXPECT_TRUE(verifies(signer.sign(content, prehashed), signer.public_key(), content));
    std::string other = content;
    other.back() = 'd';
    EXPECT_FALSE(verifies(signer.sign(content, prehashed), signer.public_key(), other));
  }
}

TEST(Minisign, AnotherKeyDoesNotDo) {
  const Signer signer;
  EXPECT_FALSE(verifies(signer.sign("x"), Signer(8).public_key(), "x"));
  EXPECT_FALSE(verifies(signer.sign("x"), Signer(7).public_key(), "x")) << "of the same number";
}

// A signature of the older kind must not pass as one over a digest, nor the other way round.
TEST(Minisign, TheKindIsNotInterchangeable) {
  const Signer signer;
  std::array<unsigned char, 64> digest;
  ::crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>("x"), 1,
                       nullptr, 0);
  const std::string digest_text(digest.begin(), digest.end());
  std::string of_digest = signer.sign(digest_text, false);
  EXPECT_TRUE(verifies(of_digest, signer.public_key(), digest_text));
  EXPECT_FALSE(verifies(of_digest, signer.public_key(), "x"));
}

TEST(Minisign, TheTrustedCommentIsSignedToo) {
  const Signer signer;
  std::string text = signer.sign("x", true, "version 2");
  EXPECT_TRUE(verifies(text, signer.public_key(), "x"));
  text.replace(text.find("version 2"), 9, "version 3");
  EXPECT_FALSE(verifies(text, signer.public_key(), "x"));
  std::string untrusted = signer.sign("x");
  untrusted.replace(untrusted.find("of a test"), 9, "by anybod");
  EXPECT_TRUE(verifies(untrusted, signer.public_key(), "x")) << "nobody promised anything of it";
}

TEST(Minisign, WhatIsNoSignatureIsNone) {
  const std::string good = kPrehashed;
  EXPECT_TRUE(MinisignSignature::parse(good));
  std::string crlf = good;
  for (std::size_t at = crlf.find('\n'); at != std::string::npos; at = crlf.find('\n', at + 2))
    crlf.insert(at, "\r");
  EXPECT_TRUE(MinisignSignature::parse(crlf));
  EXPECT_FALSE(MinisignSignature::parse(""));
  EXPECT_FALSE(MinisignSignature::parse(good + "more\n"));
  EXPECT_FALSE(MinisignSignature::parse(std::string(1U << 20U, 'a')));
  for (std::size_t size = 0; size < good.size() - 1; ++size)
    EXPECT_FALSE(MinisignSignature::parse(good.substr(0, size))) << size;
  std::string kind = good;
  kind.replace(kind.find("RUT"), 3, "RXT");
  EXPECT_FALSE(MinisignSignature::parse(kind));
}

// No byte of a signature but those of the untrusted comment can be changed.
TEST(Minisign, EveryByteCounts) {
  const std::string good = kPrehashed;
  for (std::size_t at = good.find('\n') + 1; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = bad[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(MinisignSignature::parse(bad) && verifies(bad, kKey, "x")) << at;
  }
}

TEST(Minisign, WhatIsNoKeyIsNone) {
  const std::string good = kKey;
  EXPECT_FALSE(MinisignKey::parse(""));
  EXPECT_FALSE(MinisignKey::parse(good + "A"));
  EXPECT_FALSE(MinisignKey::parse(good.substr(4)));
  EXPECT_FALSE(MinisignKey::parse(" " + good));
  EXPECT_FALSE(MinisignKey::parse("RU" + good.substr(2)));
  EXPECT_FALSE(MinisignKey::parse("untrusted comment: minisign public key"));
}

}  // namespace
}  // namespace ingest::host
