// The boundary: what it costs a connector to hand one finding to the host through the C table, when
// the host does nothing with it.
#include <benchmark/benchmark.h>

#include "loader/sink_adapter.hpp"
#include "parts/open_connector.hpp"

namespace ingest::bench {
namespace {

constexpr std::string_view kType = "ingest.v1.Finding";

void emit(benchmark::State& state) {
  EmptySink empty;
  host::SinkAdapter adapter(host::CallKind::kTransform, "bench", empty);
  const std::string payload(static_cast<std::size_t>(state.range(0)), 'x');
  ingest_record record{};
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_FINDING;
  record.type = {kType.data(), kType.size()};
  record.payload = {payload.data(), payload.size()};
  const ingest_sink* table = adapter.table();
  benchmark::DoNotOptimize(table);
  for (auto _ : state) {
    if (table->emit(table, &record) != INGEST_OK) state.SkipWithError("refused");
  }
}
BENCHMARK(emit)->Arg(1400);

}  // namespace
}  // namespace ingest::bench
