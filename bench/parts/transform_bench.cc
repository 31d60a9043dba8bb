// A connector's transform of a page of 5,000 rows (DAST: 100, as the source gives at most), its
// findings thrown away; beside it a bare pass of Boost.JSON's parser over the same page, which
// hands every value to a handler that does nothing.
#include <benchmark/benchmark.h>

#include "corpus/bare_pass.hpp"
#include "parts/open_connector.hpp"

namespace ingest::bench {
namespace {

void count(benchmark::State& state, const Page& page) {
  const auto rounds = static_cast<std::int64_t>(state.iterations());
  state.SetBytesProcessed(rounds * static_cast<std::int64_t>(page.body.size()));
  state.SetItemsProcessed(rounds * static_cast<std::int64_t>(page.rows));
}

void sax_pass(benchmark::State& state, const Page& page) {
  for (auto _ : state) bare_pass(page.body);
  count(state, page);
}

void transform(benchmark::State& state, const char* plugin, const Page& page) {
  OpenConnector connector(plugin);
  EmptySink sink;
  for (auto _ : state) connector.transform(page, sink);
  count(state, page);
}

const int registered = [] {
  static const Page sca = make_page("sca", 5000);
  static const Page mixed = make_page("sca-mixed", 5000);
  static const Page dast = make_page("dast", 100);
  const auto pair = [](const std::string& name, const char* plugin, const Page& page) {
    benchmark::RegisterBenchmark(("sax_pass/" + name).c_str(),
                                 [&page](benchmark::State& state) { sax_pass(state, page); });
    benchmark::RegisterBenchmark(
        ("transform/" + name).c_str(),
        [&page, plugin](benchmark::State& state) { transform(state, plugin, page); });
  };
  pair("sca", "checkmarx-sca", sca);
  pair("sca_mixed", "checkmarx-sca", mixed);
  pair("dast", "checkmarx-dast", dast);
  return 0;
}();

}  // namespace
}  // namespace ingest::bench
