#include "http/content_decoder.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "gzip.hpp"

namespace ingest::host::http {
namespace {

struct Decoded {
  bool good = true;
  bool complete = false;
  std::string text;
  std::string fault;
};

Decoded decode(std::string_view encoding, std::string_view data, size_t step = 3) {
  Decoded out;
  const auto decoder = ContentDecoder::for_encoding(encoding);
  const auto sink = [&](std::string_view piece) {
    out.text += piece;
    return true;
  };
  for (size_t at = 0; at < data.size() && out.good; at += step) {
    out.good = decoder->add(data.substr(at, step), sink);
  }
  out.complete = decoder->complete();
  out.fault = decoder->fault();
  return out;
}

const std::string kText = "the same words, the same words, the same words";

TEST(ContentDecoder, KnowsGzipAndBothKindsOfDeflate) {
  EXPECT_EQ(decode("GZIP", test::compressed(kText, test::kGzip)).text, kText);
  EXPECT_EQ(decode("x-gzip", test::compressed(kText, test::kGzip)).text, kText);
  EXPECT_EQ(decode("deflate", test::compressed(kText, test::kZlib)).text, kText);
  EXPECT_EQ(decode("deflate", test::compressed(kText, test::kRawDeflate)).text, kText);
  EXPECT_TRUE(decode("gzip", test::compressed(kText, test::kGzip)).complete);
  EXPECT_EQ(ContentDecoder::for_encoding(""), nullptr);
  EXPECT_EQ(ContentDecoder::for_encoding("identity"), nullptr);
  EXPECT_THROW(ContentDecoder::for_encoding("br"), std::invalid_argument);
  EXPECT_THROW(ContentDecoder::for_encoding("gzip, gzip"), std::invalid_argument);
}

TEST(ContentDecoder, MembersFollowEachOtherAndGarbageBehindThemIsIgnored) {
  const std::string one = test::compressed(kText, test::kGzip);
  EXPECT_EQ(decode("gzip", one + one).text, kText + kText);
  const Decoded padded = decode("gzip", one + std::string(100, '\0'));
  EXPECT_TRUE(padded.good && padded.complete);
  EXPECT_EQ(padded.text, kText);
}

TEST(ContentDecoder, EveryCutIsSeen) {
  const std::string whole = test::compressed(kText, test::kGzip);
  for (size_t size = 1; size < whole.size(); ++size) {
    const Decoded cut = decode("gzip", whole.substr(0, size));
    EXPECT_TRUE(cut.good) << size;
    EXPECT_FALSE(cut.complete) << size;
  }
}

TEST(ContentDecoder, EveryChangedByteOfTheBodyIsSeen) {
  const std::string whole = test::compressed(kText, test::kGzip);
  for (size_t at = 10; at < whole.size(); ++at) {  // behind the header
    std::string bad = whole;
    bad[at] = static_cast<char>(bad[at] ^ 0x55);
    const Decoded broken = decode("gzip", bad, bad.size());
    EXPECT_FALSE(broken.good && broken.complete) << at;
    if (!broken.good) {
      EXPECT_NE(broken.fault.find("gzip encoding is corrupt"), std::string::npos);
    }
  }
}

TEST(ContentDecoder, TheSinkCanStopABomb) {
  const std::string bomb = test::compressed(std::string(16u << 20, 'x'), test::kGzip);
  const auto decoder = ContentDecoder::for_encoding("gzip");
  size_t seen = 0;
  EXPECT_FALSE(decoder->add(bomb, [&](std::string_view piece) {
    seen += piece.size();
    return seen < (1u << 20);
  }));
  EXPECT_LE(seen, (1u << 20) + (64u << 10));
  EXPECT_EQ(decoder->fault(), "");
}

}  // namespace
}  // namespace ingest::host::http
