#include "output/run_folder.hpp"

#include <algorithm>
#include <system_error>

#include "diagnostics/failure.hpp"
#include "output/folder_removal.hpp"
#include "output/lock_file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNameMax = 128;

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_name_part(char c) { return is_name_start(c) || c == '.' || c == '_' || c == '-'; }

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
  make_folders_on_disk(connection_folder_);
  lock(connection);
  check_places();
  end_commits();
  make_folders(segments());
  make_folders(partial());
}

void RunFolder::check_places() const {
  std::error_code ignored;
  const fs::file_status status = fs::symlink_status(latest(), ignored);
  if (fs::exists(status) && !fs::is_symlink(status))
    throw Failure(ExitStatus::kConfig, latest().string() + " is in the way: it is no symbolic link",
                  "Move it elsewhere; 'ingest run' keeps its link to the latest run there.");
  if (fs::exists(fs::symlink_status(committed(), ignored)))
    throw Failure(ExitStatus::kInternal, committed().string() + " exists already");
}

void RunFolder::lock(const std::string& connection) {
  lock_ = File::open_for_lock(connection_folder_ / ".lock");
  if (const auto holder = take_lock(lock_, LockMode::kAlone))
    throw Failure(ExitStatus::kLocked,
                  "a run of connection " + connection + " into " + connection_folder_.string() +
                      " is under way (process " + *holder + ")",
                  "Wait until it ends, or write elsewhere with --out.");
}

// A work folder beside a committed run of its name: the rename was the last that happened.
void RunFolder::end_commits() {
  std::error_code ignored;
  for (const std::string& run_id : earlier()) {
    if (!fs::is_directory(connection_folder_ / run_id, ignored)) continue;
    const bool stays = fs::exists(latest_stays_in(run_id), ignored);
    if (!stays && fs::read_symlink(latest(), ignored).string() < run_id) point_latest_to(run_id);
    remove_folder(work_of(run_id));
  }
}

std::vector<std::string> RunFolder::earlier() const {
  std::vector<std::string> runs;
  std::error_code error;
  for (fs::directory_iterator each(partial_root(), error), end; !error && each != end;
       each.increment(error))
    if (each->path().filename() != run_id_) runs.push_back(each->path().filename().string());
  std::sort(runs.rbegin(), runs.rend());
  return runs;
}

void RunFolder::take_over(const std::string& run_id) {
  rename_path(work_of(run_id) / "segments", segments());
  keep();
  sync_folder(work());
  sync_folder(work_of(run_id));
}

void RunFolder::remove_earlier(const std::string& but) noexcept {
  for (const std::string& run_id : earlier())
    if (run_id != but) remove_folder(work_of(run_id));
}

void RunFolder::sync() {
  sync_folder(work());
  sync_folder(partial_root());
  sync_folder(connection_folder_);
}

RunFolder::~RunFolder() {
  std::error_code ignored;
  if (!committed_) remove_folder(kept_ ? partial() : work());
  fs::remove(partial_root(), ignored);  // when it is empty
}

void RunFolder::commit(Latest latest) {
  if (latest == Latest::kStays) File::create_to_write(latest_stays_in(run_id_)).sync();
  sync_folder(partial());
  sync_folder(work());
  rename_path(partial(), committed());
  committed_ = true;
  try {
    sync_folder(connection_folder_);
    if (latest == Latest::kMoves) point_latest_to(run_id_);
  } catch (const Failure& failure) {
    throw Failure(
        failure.status(),
        std::string(failure.what()) + "; the run itself is whole, in " + committed().string(),
        "The link 'latest' is set when the next run starts. " + failure.hint());
  }
  remove_folder(work());  // the run stands; what is left goes when the next one starts
}

void RunFolder::point_latest_to(const std::string& run_id) {
  const fs::path fresh = connection_folder_ / ".latest.new";
  std::error_code error;
  fs::remove(fresh, error);
  fs::create_symlink(run_id, fresh, error);
  if (error) throw_file_error("create the link", fresh, error.value());
  rename_path(fresh, latest());
  sync_folder(connection_folder_);
}

}  // namespace ingest::host
