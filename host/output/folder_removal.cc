#include "output/folder_removal.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kThreadsMax = 8;
constexpr std::size_t kFilesForAThread = 16;

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator each(folder, error), end; !error && each != end;
       each.increment(error))
    if (each->symlink_status().type() != fs::file_type::directory) files.push_back(each->path());
  return files;
}

void remove_files(const std::vector<fs::path>& files) {
  std::atomic<std::size_t> next{0};
  const auto remove_some = [&files, &next] {
    for (std::size_t i = next++; i < files.size(); i = next++) ::unlink(files[i].c_str());
  };
  const std::size_t threads = std::min(kThreadsMax, files.size() / kFilesForAThread + 1);
  std::vector<std::jthread> others;
  try {
    while (others.size() + 1 < threads) others.emplace_back(remove_some);
  } catch (const std::system_error&) {  // no more threads: then with fewer
  }
  remove_some();
}

}  // namespace

void remove_folder(const fs::path& path) noexcept {
  try {
    remove_files(files_below(path));
  } catch (const std::exception&) {  // what is left is tried once more
  }
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

}  // namespace ingest::host
