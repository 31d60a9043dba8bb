// process_lock.cc - see process_lock.hpp.
#include "state/process_lock.hpp"

#include <algorithm>

#include "diagnostics/failure.hpp"
#include "output/lock_file.hpp"
#include "output/run_folder.hpp"
#include "state/state_dir.hpp"
#include "storage/private_folder.hpp"

namespace ingest::host {
namespace {

// what ends with what the holder does: "connection acme is being run".
File take(const std::filesystem::path& path, const std::string& what, const std::string& hint,
          LockMode mode = LockMode::kAlone) {
  File file = open_private_lock(path);
  if (const auto holder = take_lock(file, mode))
    throw Failure(ExitStatus::kLocked, what + " (process " + *holder + ")", hint);
  return file;
}

}  // namespace

ConnectionLock::ConnectionLock(const std::filesystem::path& state_dir,
                               const std::string& connection, const std::string& shard) {
  check_connection_name(connection);
  const std::string hint = "Wait until it ends; 'ingest runs list " + connection + "' shows it.";
  file_ = in_state_dir(state_dir, [&] {
    make_private_folder(state_dir);
    make_private_folder(state_dir / "locks");
    return take(state_dir / "locks" / (connection + ".lock"),
                "a run of connection " + connection + " is under way", hint,
                shard.empty() ? LockMode::kAlone : LockMode::kShared);
  });
  if (shard.empty()) return;
  std::string name = connection + "@" + shard;  // no connection's name holds an '@'
  std::replace(name.begin(), name.end(), '/', '-');
  shard_ = in_state_dir(state_dir, [&] {
    return take(state_dir / "locks" / (name + ".lock"),
                "a run of shard " + shard + " of connection " + connection + " is under way", hint);
  });
}

StateLock::StateLock(const std::filesystem::path& state_dir) {
  file_ = in_state_dir(state_dir, [&] {
    make_private_folder(state_dir);
    return take(state_dir / "serve.lock",
                "another 'ingest serve' works with the state directory " + state_dir.string(),
                "Stop that one first, or give this one a directory of its own with --state-dir.");
  });
}

}  // namespace ingest::host
