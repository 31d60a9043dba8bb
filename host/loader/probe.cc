// probe.cc - see probe.hpp. One thread starts a few children at a time and waits for all of them.
#include "loader/probe.hpp"

#include <poll.h>

#include <algorithm>
#include <exception>

#include "loader/probe_process.hpp"

namespace ingest::host {
namespace {

// A child's death does not show in its pipe while a process that it started holds the other end,
// nor does its sleep: so nobody waits for the pipe alone.
constexpr int kLongestPollMs = 10;

}  // namespace

ProbeQueue::ProbeQueue(std::filesystem::path program, const ProbeLimits& limits)
    : program_(std::move(program)), limits_(limits) {}

ProbeQueue::~ProbeQueue() = default;

void ProbeQueue::add(std::size_t index, const VettedFile& file) {
  attend(0);
  while (running_.size() >= std::max(limits_.at_once, 1U)) attend(kLongestPollMs);
  try {
    running_.emplace_back(program_, file, index, limits_);
  } catch (const std::exception& e) {
    Probe failed;
    failed.file = file.path();
    failed.sha256 = file.sha256();
    failed.reason = e.what();
    failed.hint = "try again; ingest starts a process of its own to look at it";
    done_.emplace_back(index, std::move(failed));
  }
}

void ProbeQueue::attend(int wait_ms) {
  std::vector<pollfd> pipes;
  for (const ProbeProcess& child : running_) pipes.push_back({child.descriptor(), POLLIN, 0});
  ::poll(pipes.data(), pipes.size(), wait_ms);
  for (auto child = running_.begin(); child != running_.end();) {
    if (!child->advance()) {
      ++child;
      continue;
    }
    done_.emplace_back(child->index(), child->finish());
    child = running_.erase(child);
  }
}

std::vector<std::pair<std::size_t, Probe>> ProbeQueue::finish() {
  while (!running_.empty()) attend(kLongestPollMs);
  return std::move(done_);
}

Probe probe(const std::filesystem::path& program, const VettedFile& file,
            const ProbeLimits& limits) {
  ProbeQueue queue(program, limits);
  queue.add(0, file);
  return std::move(queue.finish().front().second);
}

}  // namespace ingest::host
