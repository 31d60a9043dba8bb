// process_lock.cc - see process_lock.hpp.
#include "state/process_lock.hpp"

#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "diagnostics/failure.hpp"
#include "output/run_folder.hpp"
#include "state/state_dir.hpp"
#include "storage/private_folder.hpp"

namespace ingest::host {
namespace {

// The holder may not have written its number yet, or somebody else something.
std::string holder_of(File& lock) {
  std::string text(32, '\0');
  text.resize(lock.read_some(text.data(), text.size()));
  const std::size_t digits = text.find_first_not_of("0123456789");
  return digits == 0 || text.empty() ? "unknown" : text.substr(0, digits);
}

// what ends with what the holder does: "connection acme is being run".
File take(const std::filesystem::path& path, const std::string& what, const std::string& hint,
          int mode = LOCK_EX) {
  File file = open_private_lock(path);
  while (::flock(file.descriptor(), mode | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) throw_file_error("lock", path, errno);
    throw Failure(ExitStatus::kLocked, what + " (process " + holder_of(file) + ")", hint);
  }
  if (::ftruncate(file.descriptor(), 0) != 0) throw_file_error("write", path, errno);
  file.write_at(std::to_string(::getpid()) + "\n", 0);
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
                shard.empty() ? LOCK_EX : LOCK_SH);
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
