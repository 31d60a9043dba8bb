// main.cc - the limit: what a program that knows only this one job needs for it. Reads a recording
// into memory, then, on the clock, makes the findings of its pages and writes them as
// findings.binpb: the same bytes as "ingest replay" writes.
//
//   limit sca|dast RECORDING OUT_FILE [ROUNDS]
//
// Prints a line of JSON for each round: seconds of CPU and of wall, rows, findings, bytes.
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>

#include "limit/identity.hpp"
#include "limit/recording.hpp"
#include "limit/rows.hpp"

namespace ingest::bench {
namespace {

double seconds(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

class Out {
 public:
  explicit Out(const char* path) : fd_(::open(path, O_CREAT | O_TRUNC | O_WRONLY, 0640)) {
    if (fd_ < 0) throw std::runtime_error(std::string("can't write ") + path);
    buffer_.reserve(2 * kFull);
  }
  ~Out() { ::close(fd_); }
  Out(const Out&) = delete;
  Out& operator=(const Out&) = delete;

  void write(const v1::Finding& finding) {
    std::size_t size = finding.ByteSizeLong();
    std::size_t length = size;
    for (; length >= 0x80U; length >>= 7U)
      buffer_.push_back(static_cast<char>((length & 0x7FU) | 0x80U));
    buffer_.push_back(static_cast<char>(length));
    const std::size_t begin = buffer_.size();
    buffer_.resize(begin + size);
    finding.SerializeWithCachedSizesToArray(
        reinterpret_cast<std::uint8_t*>(buffer_.data() + begin));
    if (buffer_.size() >= kFull) flush();
  }
  void finish() {
    flush();
    if (::fsync(fd_) != 0) throw std::runtime_error("fsync");
  }
  std::uint64_t bytes() const { return bytes_; }

 private:
  static constexpr std::size_t kFull = std::size_t{256} << 10U;
  void flush() {
    bytes_ += buffer_.size();
    for (std::size_t done = 0; done < buffer_.size();) {
      const ssize_t n = ::write(fd_, buffer_.data() + done, buffer_.size() - done);
      if (n < 0) throw std::runtime_error("write");
      done += static_cast<std::size_t>(n);
    }
    buffer_.clear();
  }

  const int fd_;
  std::string buffer_;
  std::uint64_t bytes_ = 0;
};

void run(bool sca, const std::vector<Page>& pages, const char* path) {
  const double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  const double wall = seconds(CLOCK_MONOTONIC);
  Out out(path);
  Identity identity;
  std::uint64_t rows = 0;
  std::uint64_t findings = 0;
  const OnFinding on_finding = [&](v1::Finding& finding) {
    identity.complete(finding);
    out.write(finding);
    ++findings;
  };
  for (const Page& page : pages) {
    if (page.place == 0) continue;  // the asset's own
    rows += sca ? read_sca_page(page, on_finding) : read_dast_page(page, on_finding);
  }
  out.finish();
  std::printf("{\"cpu\":%.6f,\"wall\":%.6f,\"rows\":%llu,\"findings\":%llu,\"bytes\":%llu}\n",
              seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, seconds(CLOCK_MONOTONIC) - wall,
              static_cast<unsigned long long>(rows), static_cast<unsigned long long>(findings),
              static_cast<unsigned long long>(out.bytes()));
}

}  // namespace
}  // namespace ingest::bench

int main(int argc, char** argv) {
  const std::string kind = argc > 1 ? argv[1] : "";
  if (argc < 4 || argc > 5 || (kind != "sca" && kind != "dast")) {
    std::fputs("usage: limit sca|dast RECORDING OUT_FILE [ROUNDS]\n", stderr);
    return 2;
  }
  try {
    const auto pages = ingest::bench::read_recording(argv[2]);
    const int rounds = argc == 5 ? std::atoi(argv[4]) : 1;
    for (int i = 0; i < rounds; ++i) ingest::bench::run(kind == "sca", pages, argv[3]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "limit: %s\n", error.what());
    return 1;
  }
}
