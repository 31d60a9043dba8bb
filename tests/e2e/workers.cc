// workers.cc - see workers.hpp.
#include "workers.hpp"

#include <chrono>
#include <fstream>
#include <set>
#include <thread>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

// The supervisor's children, whichever of its threads started them.
std::set<std::string> children_of(pid_t pid) {
  std::set<std::string> all;
  std::error_code gone;
  const fs::path tasks = "/proc/" + std::to_string(pid) + "/task";
  for (const auto& task : fs::directory_iterator(tasks, gone)) {
    std::ifstream list(task.path() / "children");
    for (std::string child; list >> child;) all.insert(child);
  }
  return all;
}

}  // namespace

bool is_worker(const std::string& pid) {
  try {
    return read_file("/proc/" + pid + "/cmdline").find("__worker") != std::string::npos;
  } catch (const std::exception&) {
    return false;
  }
}

std::string worker_of(const Process& run) {
  const auto end = Clock::now() + seconds(30);
  while (Clock::now() < end) {
    for (const std::string& child : children_of(run.pid()))
      if (is_worker(child)) return child;
    std::this_thread::sleep_for(milliseconds(1));
  }
  return {};
}

bool two_units_written(const fs::path& out) {
  const auto end = Clock::now() + seconds(30);
  while (Clock::now() < end) {
    int found = 0;
    std::error_code ignored;
    for (const auto& entry : fs::recursive_directory_iterator(out, ignored))
      if (entry.path().extension() == ".segment" && read_file(entry.path()).ends_with("ingseg02"))
        ++found;
    if (found >= 2) return true;
    std::this_thread::sleep_for(milliseconds(1));
  }
  return false;
}

}  // namespace ingest::e2e
