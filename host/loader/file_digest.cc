// file_digest.cc - see file_digest.hpp.
#include "loader/file_digest.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "output/sha256.hpp"

namespace ingest::host {

std::string file_sha256(int descriptor) {
  Sha256 hash;
  std::vector<char> buffer(1U << 18U);
  off_t at = 0;
  for (;;) {
    const ssize_t n = ::pread(descriptor, buffer.data(), buffer.size(), at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw std::runtime_error(std::string("cannot be read: ") + std::strerror(errno));
    if (n == 0) return hex(hash.finish());
    hash.update(std::string_view(buffer.data(), static_cast<std::size_t>(n)));
    at += n;
  }
}

}  // namespace ingest::host
