// transform_guard.cc - what a connector's transform costs on fixed pages: as time, or, under
// callgrind, as instructions, which are the same in every run. See check.py and
// docs/performance.md.
#include <time.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

#include "connector.hpp"
#include "corpus/bare_pass.hpp"
#include "corpus/pages.hpp"

// What is measured, for callgrind's --toggle-collect.
extern "C" __attribute__((noinline)) void guarded_transform(
    const ingest::bench::Connector& connector, const ingest::bench::Page& page,
    ingest::bench::Emitted& out) {
  connector.transform(page, out);
}

extern "C" __attribute__((noinline)) void guarded_parse(const ingest::bench::Page& page) {
  ingest::bench::bare_pass(page.body);
}

namespace {

using ingest::bench::Connector;
using ingest::bench::Emitted;
using ingest::bench::Page;

constexpr char kUsage[] =
    "usage: transform_guard sca|sca-mixed|dast ROWS TIMES [CONNECTOR.so]\n"
    "  without a connector the page is only parsed\n";

std::size_t number(const char* text) {
  std::size_t value = 0;
  const char* end = text + std::strlen(text);
  if (std::from_chars(text, end, value).ptr != end || value == 0)
    throw std::invalid_argument("a number from 1 is wanted, not " + std::string(text));
  return value;
}

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Step>
double best_seconds(std::size_t times, Step step) {
  double best = 1e9;
  for (std::size_t i = 0; i < times; ++i) {
    const double start = cpu_seconds();
    step();
    best = std::min(best, cpu_seconds() - start);
  }
  return best;
}

int run(int argc, char** argv) {
  if (argc != 4 && argc != 5) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  const std::string_view kind = argv[1];
  const Page page = ingest::bench::make_page(kind, number(argv[2]));
  const std::size_t times = number(argv[3]);
  if (argc == 4) {
    const double best = best_seconds(times, [&] { guarded_parse(page); });
    std::printf("%zu rows, %zu bytes: parsed in %.3f ms\n", page.rows, page.body.size(),
                best * 1e3);
    return 0;
  }
  const std::string config =
      R"({"connection":"guard","config":{"region":"deu","tenant":"acme","client_id":"c",)"
      R"("client_secret":"s"},"scope":{}})";
  const Connector connector(argv[4], config);
  Emitted out;
  out.digests = true;
  connector.transform(page, out);
  Emitted last;
  const double best = best_seconds(times, [&] {
    last = Emitted();
    guarded_transform(connector, page, last);
  });
  if (last.findings != out.findings || last.others != out.others || last.bytes != out.bytes)
    throw std::runtime_error("the second time something else came out");
  std::printf(
      "%zu rows, %zu bytes: %zu findings and %zu other records of %zu bytes, digest %016llx, in "
      "%.3f ms\n",
      page.rows, page.body.size(), out.findings, out.others, out.bytes,
      static_cast<unsigned long long>(out.digest), best * 1e3);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "transform_guard: %s\n", e.what());
    return 1;
  }
}
