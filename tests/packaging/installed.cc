#include "installed.hpp"

namespace ingest::e2e {

namespace fs = std::filesystem;

fs::path installed_prefix() { return fs::path(INGEST_MADE) / "prefix"; }
fs::path packages() { return fs::path(INGEST_MADE) / "debs"; }
fs::path unpacked_system() { return fs::path(INGEST_MADE) / "system"; }

ProcessResult Shell::run(const std::string& commands) const {
  const std::string home = folder_.path().string();
  return e2e::run({"/bin/bash", "-euo", "pipefail", "-c", "cd '" + home + "'\n" + commands},
                  {{"PATH", (prefix_ / "bin").string() + ":/usr/bin:/bin"},
                   {"HOME", home},
                   {"TMPDIR", home},
                   {"INGEST_CONFIG_DIR", home + "/config"},
                   {"INGEST_STATE_DIR", home + "/state"},
                   {"LC_ALL", "C.UTF-8"},
                   {"CFLAGS", "-O1 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"},
                   {"CXXFLAGS", "-O1 -Wall -Wextra -Wshadow -Werror"},
                   {"CMAKE_BUILD_TYPE", "None"},
                   {"CMAKE_BUILD_PARALLEL_LEVEL", "2"},
                   {"RUSTFLAGS", "-D warnings"},
                   {"CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"},
                   {"CARGO_NET_OFFLINE", "true"}},
                  std::chrono::seconds(280));
}

}  // namespace ingest::e2e
