#ifndef TESTS_FAKE_CHECKMARX_ONE_GZIP_H_
#define TESTS_FAKE_CHECKMARX_ONE_GZIP_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace fake_cx1 {

// One gzip member (RFC 1952).
std::string Gzip(std::string_view plain);

// A gzip stream of zeros in three parts; the middle one, `bytes` zeros, may come any number of
// times.
struct DeflateBlock {
  std::string header;
  std::string body;
  std::string end;
};
DeflateBlock ZeroBlock(std::size_t bytes);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_GZIP_H_
