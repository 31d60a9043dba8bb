// state_dir.hpp - what a person is told when the state directory can't be used: what the operating
// system said, and that nothing is run without it. [thread-safe]
#pragma once

#include <filesystem>
#include <string>

#include "output/file_failure.hpp"

namespace ingest::host {

// What work returns; a FileFailure of it gets advice that fits the state directory.
template <class Work>
auto in_state_dir(const std::filesystem::path& state_dir, Work&& work) {
  try {
    return work();
  } catch (const FileFailure& failure) {
    throw Failure(failure.status(), failure.what(),
                  "The history of runs, and the locks that keep two of them apart, are in the "
                  "state directory, so nothing is run without it: let this user write to " +
                      state_dir.string() + ", or name another with --state-dir DIR.");
  }
}

}  // namespace ingest::host
