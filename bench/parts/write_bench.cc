// The host's half: what happens to the findings of a page of 5,000 rows between the connector's
// emit and the run's files.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "output/segment_join.hpp"
#include "output/segment_writer.hpp"
#include "parts/open_connector.hpp"
#include "parts/private_folder.hpp"
#include "run/page_mapper.hpp"
#include "run/unit_repeats.hpp"

namespace ingest::bench {
namespace {

struct PageOut {
  std::uint64_t rows = 5000;
  std::vector<Emitted> records = OpenConnector("checkmarx-sca").emitted(make_page("sca", rows));
};
const PageOut& page() {
  static const PageOut one;
  return one;
}

host::PageResult mapped(host::PageMapper& mapper, const PageOut& page) {
  mapper.begin({std::string(Page::kUnit), std::string(Page::kKey), Page::kPlace, page.rows});
  for (const Emitted& record : page.records) mapper.take(record.kind, record.type, record.payload);
  return mapper.finish();
}

void count(benchmark::State& state) {
  const auto rounds = static_cast<std::int64_t>(state.iterations());
  std::size_t bytes = 0;
  for (const Emitted& record : page().records) bytes += record.payload.size();
  state.SetBytesProcessed(rounds * static_cast<std::int64_t>(bytes));
  state.SetItemsProcessed(rounds * static_cast<std::int64_t>(page().records.size()));
}

void page_mapper(benchmark::State& state) {
  host::PageMapper mapper("acme", "checkmarx-sca", host::OutputFormat::kBinpb);
  for (auto _ : state) benchmark::DoNotOptimize(mapped(mapper, page()).chunk.rows);
  count(state);
}
BENCHMARK(page_mapper);

void identity(benchmark::State& state) {
  host::Identity identity;
  v1::Finding finding;
  if (!finding.ParseFromString(page().records.front().payload)) state.SkipWithError("no finding");
  for (auto _ : state) {
    benchmark::DoNotOptimize(identity.finding(finding.vendor_product_name(),
                                              finding.external_asset_id(), finding.identity_key()));
    benchmark::DoNotOptimize(identity.fingerprint(finding));
  }
}
BENCHMARK(identity);

void segment_write(benchmark::State& state) {
  const PrivateFolder folder;
  host::PageMapper mapper("acme", "checkmarx-sca", host::OutputFormat::kBinpb);
  const host::PageResult result = mapped(mapper, page());
  const std::filesystem::path path = folder.path() / "one.segment";
  for (auto _ : state) {
    state.PauseTiming();
    std::filesystem::remove(path);
    state.ResumeTiming();
    host::SegmentWriter writer(path);
    writer.append(result.chunk);
    writer.close(host::find_repeats(path, writer.sorted_index()).dropped, {});
  }
  count(state);
}
BENCHMARK(segment_write);

void segment_join(benchmark::State& state) {
  const PrivateFolder folder;
  host::PageMapper mapper("acme", "checkmarx-sca", host::OutputFormat::kBinpb);
  const host::PageResult result = mapped(mapper, page());
  host::SegmentWriter writer(folder.path() / "one.segment");
  writer.append(result.chunk);
  writer.close({}, {});
  for (auto _ : state) {
    const std::filesystem::path run = folder.path() / "run";
    state.PauseTiming();
    std::filesystem::remove_all(run);
    std::filesystem::create_directory(run);
    state.ResumeTiming();
    {
      host::SegmentJoin join(run, host::OutputFormat::kBinpb);
      join.add(writer.path());
      benchmark::DoNotOptimize(join.finish().size());
    }
  }
  count(state);
}
BENCHMARK(segment_join);

}  // namespace
}  // namespace ingest::bench
