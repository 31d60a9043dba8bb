// live_runs.cc - see live_runs.hpp.
#include "state/live_runs.hpp"

#include <fcntl.h>

#include <cerrno>

#include "storage/private_folder.hpp"

namespace ingest::host {
namespace {

struct flock byte_of(RunNumber number, short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = number;
  lock.l_len = 1;
  return lock;
}

}  // namespace

LiveRuns::LiveRuns(const std::filesystem::path& file) : file_(open_private_lock(file)) {}

void LiveRuns::hold(RunNumber number) {
  struct flock lock = byte_of(number, F_WRLCK);
  if (::fcntl(file_.descriptor(), F_OFD_SETLK, &lock) != 0)
    throw_file_error("lock", file_.path(), errno);
  ours_.insert(number);
}

void LiveRuns::let_go(RunNumber number) noexcept {
  struct flock lock = byte_of(number, F_UNLCK);
  ::fcntl(file_.descriptor(), F_OFD_SETLK, &lock);
  ours_.erase(number);
}

bool LiveRuns::is_alive(RunNumber number) const {
  if (ours_.contains(number)) return true;  // one's own locks don't show
  struct flock lock = byte_of(number, F_WRLCK);
  if (::fcntl(file_.descriptor(), F_OFD_GETLK, &lock) != 0)
    throw_file_error("examine the locks of", file_.path(), errno);
  return lock.l_type != F_UNLCK;
}

}  // namespace ingest::host
