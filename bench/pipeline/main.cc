// main.cc - transform and write by the product itself: the connector's transform, identities,
// segments, the joined files with their digests, the commit. The source is a recording in memory,
// so nothing of HTTP, TLS or gzip is in it. The counterpart of the limit.
//
//   bench_pipeline RECORDING CONNECTION OUT_DIR INGEST WORKERS [ROUNDS]
//
// Prints a line of JSON for each round: seconds of CPU, of wall, and of wall until the last
// transform returned; rows, findings, bytes.
#include <time.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "pipeline/memory_connector.hpp"
#include "run/ingest_run.hpp"
#include "run/large_memory.hpp"
#include "run/open_connection.hpp"

namespace ingest::bench {
namespace {

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Returns the run's folder.
std::filesystem::path run(host::OpenConnection& open, MemoryConnector& connector,
                          const std::string& out, unsigned workers) {
  host::RunRequest request;
  request.connection = open.connection().name;
  request.out = out;
  request.workers = workers;
  request.versions.set_connector(open.library().id());
  request.replay_of = connector.manifest().run_id();
  request.share_body = [&connector](const void* data, std::size_t) {
    return connector.share(data);
  };
  host::Progress progress(false, request.connection, "units", [](const std::string&) {});
  const double cpu = cpu_seconds();
  const auto begin = std::chrono::steady_clock::now();
  const host::CommittedRun done = host::execute_run(connector, request, progress);
  const double cpu_used = cpu_seconds() - cpu;
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  const std::chrono::duration<double> transform = connector.last_transform() - begin;
  std::uint64_t bytes = 0;
  for (const v1::OutputFile& file : done.run.files())
    if (file.name() == "findings.binpb") bytes = file.bytes();
  std::printf(
      "{\"cpu\":%.6f,\"wall\":%.6f,\"transform\":%.6f,\"rows\":%llu,\"findings\":%llu,\"bytes\":%"
      "llu}\n",
      cpu_used, wall.count(), transform.count(),
      static_cast<unsigned long long>(done.run.rows().received()),
      static_cast<unsigned long long>(done.run.rows().emitted()),
      static_cast<unsigned long long>(bytes));
  std::fflush(stdout);
  return done.folder;
}

}  // namespace
}  // namespace ingest::bench

int main(int argc, char** argv) {
  if (argc < 6 || argc > 7) {
    std::fputs("usage: bench_pipeline RECORDING CONNECTION OUT_DIR INGEST WORKERS [ROUNDS]\n",
               stderr);
    return 2;
  }
  ingest::host::give_large_memory_back();
  try {
    const std::filesystem::path work = std::filesystem::absolute(argv[3]);
    ingest::host::Surroundings surroundings;
    surroundings.config_dir = work / "config";
    surroundings.state_dir = work / "state";
    surroundings.program = std::filesystem::canonical(argv[4]);
    surroundings.plugin_folders = ingest::host::plugin_folders({}, "", surroundings.program);
    ingest::host::OpenConnection open(argv[2], surroundings, ingest::host::Purpose::kReplay);
    ingest::host::LoadedConnector loaded(open.instance());
    ingest::bench::MemoryConnector connector(loaded, argv[1]);
    const int rounds = argc == 7 ? std::atoi(argv[6]) : 1;
    const auto workers = static_cast<unsigned>(std::atoi(argv[5]));
    for (int i = 0; i < rounds; ++i) {
      const auto folder = ingest::bench::run(open, connector, work.string(), workers);
      if (i + 1 < rounds) std::filesystem::remove_all(folder.parent_path());
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_pipeline: %s\n", error.what());
    return 1;
  }
}
