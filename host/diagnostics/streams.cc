// streams.cc - see streams.hpp.
#include "diagnostics/streams.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>

namespace ingest::host {
namespace {

int output = STDOUT_FILENO;
int error = STDERR_FILENO;

}  // namespace

int output_descriptor() noexcept { return output; }
int error_descriptor() noexcept { return error; }

void use_streams(int new_output, int new_error) noexcept {
  output = new_output;
  error = new_error;
}

void write_error(std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t n = ::write(error, text.data(), text.size());
    if (n >= 0) {
      text.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {
      pollfd room{error, POLLOUT, 0};
      ::poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return;
    }
  }
}

}  // namespace ingest::host
