// probe.cc - see probe.hpp. One thread starts a few children at a time and waits for all of them.
#include "loader/probe.hpp"

#include <poll.h>

#include <algorithm>
#include <exception>
#include <list>
#include <thread>

#include "loader/connector_fault.hpp"
#include "loader/probe_process.hpp"
#include "loader/vetted_file.hpp"

namespace ingest::host {
namespace {

// A child's death does not show in its pipe while a process that it started holds the other end, so
// nobody waits for the pipe alone.
constexpr int kLongestPollMs = 10;

unsigned children_at_once(const ProbeLimits& limits) {
  if (limits.at_once > 0) return limits.at_once;
  return std::clamp(std::thread::hardware_concurrency() * 2, 2U, 16U);
}

void wait_for(const std::list<ProbeProcess>& running) {
  std::vector<pollfd> pipes;
  for (const ProbeProcess& child : running) pipes.push_back({child.descriptor(), POLLIN, 0});
  ::poll(pipes.data(), pipes.size(), kLongestPollMs);
}

}  // namespace

std::vector<Probe> probe(const std::filesystem::path& program,
                         const std::vector<std::filesystem::path>& files,
                         const ProbeLimits& limits) {
  std::vector<Probe> results(files.size());
  std::list<ProbeProcess> running;
  const unsigned most = children_at_once(limits);
  std::size_t next = 0;
  while (next < files.size() || !running.empty()) {
    while (next < files.size() && running.size() < most) {
      Probe& result = results[next];
      result.file = files[next];
      try {
        VettedFile::open(files[next]);  // most broken files need no process
        running.emplace_back(program, files[next], next, limits.time);
      } catch (const ConnectorFault& e) {
        result.reason = e.reason();
      } catch (const std::exception& e) {
        result.reason = e.what();
      }
      ++next;
    }
    if (running.empty()) continue;
    wait_for(running);
    for (auto child = running.begin(); child != running.end();) {
      if (!child->advance()) {
        ++child;
        continue;
      }
      results[child->index()] = child->finish();
      child = running.erase(child);
    }
  }
  return results;
}

}  // namespace ingest::host
