#include "output/run_folder.hpp"

#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNameMax = 128;

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_name_part(char c) { return is_name_start(c) || c == '.' || c == '_' || c == '-'; }

// What the holder wrote into the lock file: its process id.
std::string holder_of(File& lock) {
  std::string text(32, '\0');
  text.resize(lock.read_some(text.data(), text.size()));
  const std::size_t digits = text.find_first_not_of("0123456789");
  return digits == 0 || text.empty() ? "unknown" : text.substr(0, digits);
}

}  // namespace

void check_connection_name(const std::string& name) {
  if (!name.empty() && name.size() <= kNameMax && is_name_start(name.front()) &&
      std::all_of(name.begin(), name.end(), is_name_part))
    return;
  throw Failure(ExitStatus::kConfig,
                "'" + name.substr(0, kNameMax) + "' can't name a connection's folder",
                "A connection's name starts with a-z or 0-9 and goes on with a-z, 0-9, '.', '_' "
                "and '-', 128 characters at most.");
}

RunFolder::RunFolder(const fs::path& out, const std::string& connection, std::string run_id)
    : run_id_(std::move(run_id)) {
  check_connection_name(connection);
  connection_folder_ = out / connection;
  make_folders(connection_folder_);
  lock(connection);
  remove_leftovers();

  std::error_code ignored;
  const fs::file_status status = fs::symlink_status(latest(), ignored);
  if (fs::exists(status) && !fs::is_symlink(status))
    throw Failure(ExitStatus::kConfig, latest().string() + " is in the way: it is no symbolic link",
                  "Move it elsewhere; 'ingest run' keeps its link to the latest run there.");
  if (fs::exists(fs::symlink_status(committed(), ignored)))
    throw Failure(ExitStatus::kInternal, committed().string() + " exists already");
  make_folders(segments());
}

void RunFolder::lock(const std::string& connection) {
  const fs::path path = connection_folder_ / ".lock";
  lock_ = File::open_for_lock(path);
  if (::flock(lock_.descriptor(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) throw_file_error("lock", path, errno);
    throw Failure(ExitStatus::kLocked,
                  "a run of connection " + connection + " into " + connection_folder_.string() +
                      " is under way (process " + holder_of(lock_) + ")",
                  "Wait until it ends, or write elsewhere with --out.");
  }
  if (::ftruncate(lock_.descriptor(), 0) != 0) throw_file_error("write", path, errno);
  lock_.write_at(std::to_string(::getpid()) + "\n", 0);
}

// We hold the lock, so whatever is partial belongs to a run that was killed.
void RunFolder::remove_leftovers() {
  std::error_code error;
  fs::remove_all(partial_root(), error);
  if (error) throw_file_error("remove", partial_root(), error.value());
}

RunFolder::~RunFolder() {
  if (committed_) return;
  std::error_code ignored;
  fs::remove_all(partial_root(), ignored);
}

void RunFolder::commit(Latest latest) {
  std::error_code error;
  fs::remove_all(segments(), error);
  if (error) throw_file_error("remove", segments(), error.value());
  sync_folder(partial());
  rename_path(partial(), committed());
  committed_ = true;
  sync_folder(connection_folder_);
  if (latest == Latest::kMoves) point_latest_here();
  fs::remove(partial_root(), error);  // empty now; no harm when it stays
}

void RunFolder::point_latest_here() {
  const fs::path fresh = connection_folder_ / ".latest.new";
  std::error_code error;
  fs::remove(fresh, error);
  fs::create_symlink(run_id_, fresh, error);
  if (error) throw_file_error("create the link", fresh, error.value());
  rename_path(fresh, latest());
  sync_folder(connection_folder_);
}

}  // namespace ingest::host
