// gzip.hpp - compressed bodies for the tests.
#pragma once

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

namespace ingest::test {

inline constexpr int kGzip = 16 + 15;
inline constexpr int kZlib = 15;
inline constexpr int kRawDeflate = -15;

inline std::string compressed(const std::string& plain, int window_bits = kGzip) {
  z_stream z{};
  deflateInit2(&z, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, plain.size()) + 64, '\0');
  std::string in = plain;
  z.next_in = reinterpret_cast<Bytef*>(in.data());
  z.avail_in = static_cast<uInt>(in.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

}  // namespace ingest::test
