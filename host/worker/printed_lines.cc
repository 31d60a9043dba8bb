// printed_lines.cc - see printed_lines.hpp.
#include "worker/printed_lines.hpp"

#include <unistd.h>

#include <cerrno>

namespace ingest::host {
namespace {

constexpr std::size_t kMostLines = 100;
constexpr std::size_t kLongestLine = 1024;
// Read at a time, so that one that prints without end keeps nobody from being heard.
constexpr std::size_t kReadMax = std::size_t{256} << 10U;

}  // namespace

bool PrintedLines::read() {
  char bytes[16384];
  for (std::size_t all = 0; all < kReadMax;) {
    const ssize_t n = ::read(descriptor_, bytes, sizeof(bytes));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return true;
    if (n <= 0) return false;
    all += static_cast<std::size_t>(n);
    take({bytes, static_cast<std::size_t>(n)});
  }
  return true;
}

void PrintedLines::finish() {
  if (!line_.empty()) tell_line();
}

void PrintedLines::take(std::string_view bytes) {
  for (const char c : bytes) {
    if (c == '\n') {
      if (!line_.empty()) tell_line();
    } else if (line_.size() < kLongestLine) {
      line_ += c;
    }
  }
}

void PrintedLines::tell_line() {
  if (told_ < kMostLines) tell_(line_);
  if (told_ == kMostLines) tell_("(more than this is not shown)");
  if (told_ <= kMostLines) ++told_;
  line_.clear();
}

}  // namespace ingest::host
