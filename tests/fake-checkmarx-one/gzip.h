#ifndef TESTS_FAKE_CHECKMARX_ONE_GZIP_H_
#define TESTS_FAKE_CHECKMARX_ONE_GZIP_H_

#include <string>
#include <string_view>

namespace fake_cx1 {

// One gzip member (RFC 1952).
std::string Gzip(std::string_view plain);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_GZIP_H_
