// secret_store.cc - see secret_store.hpp.
//
// A store and its own key are two files, and no two files change at once. So a new key is first
// written beside the old one (next_key), then the store is replaced, then the new key takes the old
// one's place; whoever finds that the key does not fit looks whether the next one does.
#include "secrets/secret_store.hpp"

#include <algorithm>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "secrets/open_store.hpp"
#include "secrets/store_file.hpp"
#include "storage/private_folder.hpp"
#include "storage/replaced_file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

fs::path next_key(const fs::path& folder) { return folder / "master.key.next"; }

std::string store_bytes(const fs::path& path) {
  const File file = open_private_file(path, Secrecy::kSecret);
  const std::uint64_t size = file.size();
  if (size > kMostStoreBytes)
    refuse_damaged(path, "it is larger than " + size_text(kMostStoreBytes));
  std::string bytes(static_cast<std::size_t>(size), '\0');
  file.read_at(bytes.data(), bytes.size(), 0);
  return bytes;
}

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

void check_value(std::string_view name, std::string_view value) {
  std::string why;
  if (value.empty()) why = "is empty";
  if (value.size() > kMostSecretBytes) why = "is larger than 64 KiB: not a secret";
  if (value.find('\0') != std::string_view::npos || !is_utf8(value)) why = "is not UTF-8 text";
  if (!why.empty())
    throw Failure(ExitStatus::kConfig, "the value for " + std::string(name) + " " + why,
                  "nothing was changed; check where the value comes from");
}

void check_connection_name(std::string_view name) { check_secret_name(std::string(name) + "/key"); }

}  // namespace

SecretStore::SecretStore(const fs::path& state_dir, KeyPlaces places)
    : state_dir_(state_dir),
      folder_(state_dir / "secrets"),
      file_(folder_ / "store"),
      places_(std::move(places)) {}

OpenStore SecretStore::read_with(const KeySource& source) const {
  OpenStore open(file_);
  if (!is_there(file_)) return open;
  open.key = read_key(source);
  open.secrets = decode_store(store_bytes(file_), *open.key, source.file, file_);
  return open;
}

OpenStore SecretStore::read() const {
  check_private_folder(state_dir_);
  check_private_folder(folder_);
  const KeySource source = key();
  try {
    return read_with(source);
  } catch (const WrongKey&) {
    if (source.kind != KeySource::Kind::kOwn) throw;
  }
  // The key is being changed, or whoever changed it was killed.
  const FolderLock lock(folder_);
  try {
    return read_with(source);
  } catch (const WrongKey&) {
    if (!is_there(next_key(folder_))) throw;
  }
  return read_with({KeySource::Kind::kOwn, next_key(folder_)});
}

// The caller holds the lock. Ends what a change of the key left behind.
OpenStore SecretStore::read_to_change(bool make) {
  const KeySource source = key();
  const fs::path next = next_key(folder_);
  OpenStore open(file_);
  try {
    open = read_with(source);
  } catch (const WrongKey&) {
    if (source.kind != KeySource::Kind::kOwn || !is_there(next)) throw;
    open = read_with({KeySource::Kind::kOwn, next});
    rename_path(next, source.file);
    sync_folder(folder_);
  }
  if (is_there(next)) remove_file(next);
  if (open.key || !make) return open;
  if (source.kind == KeySource::Kind::kOwn && !is_there(source.file))
    write_key(MasterKey::make(), source.file);
  open.key = read_key(source);
  return open;
}

void SecretStore::write(const OpenStore& open) const {
  if (open.secrets.size() > kMostSecrets)
    throw Failure(
        ExitStatus::kConfig,
        "the secret store would hold more than " + std::to_string(kMostSecrets) + " secrets",
        "remove those that nothing uses: ingest secrets list");
  const std::string bytes = encode_store(open.secrets, *open.key);
  if (bytes.size() > kMostStoreBytes)
    throw Failure(ExitStatus::kConfig,
                  "the secret store would be larger than " + size_text(kMostStoreBytes),
                  "remove those that nothing uses: ingest secrets list");
  replace_file(file_, bytes);
}

SecretString SecretStore::get(std::string_view name) const {
  check_secret_name(name);
  OpenStore open = read();
  const auto found = open.find(name);
  if (found == open.secrets.end()) {
    std::vector<std::string> names;
    for (const SealedSecret& one : open.secrets) names.push_back(one.name);
    const std::string close = nearest(name, names);
    throw Failure(ExitStatus::kConfig,
                  "the secret store " + file_.string() +
                      (open.key ? " holds no " : " does not exist, so it holds no ") +
                      std::string(name) + (close.empty() ? "" : "; did you mean '" + close + "'?"),
                  "set it: ingest secrets set " + std::string(name));
  }
  return open.value_of(*found);
}

bool SecretStore::has(std::string_view name) const {
  OpenStore open = read();
  return open.find(name) != open.secrets.end();
}

std::vector<StoredSecret> SecretStore::list() const {
  std::vector<StoredSecret> all;
  for (const SealedSecret& one : read().secrets)
    all.push_back({one.name, std::chrono::sys_seconds(std::chrono::seconds(one.set_at))});
  return all;
}

void SecretStore::set(std::string_view name, const SecretString& value) {
  check_secret_name(name);
  check_value(name, value.reveal());
  make_private_folder(state_dir_);
  make_private_folder(folder_);
  const FolderLock lock(folder_);
  OpenStore open = read_to_change(true);
  SealedSecret secret = seal(name, now(), value.reveal(), *open.key);
  if (const auto found = open.find(name); found != open.secrets.end()) {
    *found = std::move(secret);
  } else {
    open.secrets.insert(open.at(name), std::move(secret));
  }
  write(open);
}

bool SecretStore::remove(std::string_view name) {
  check_secret_name(name);
  if (read().secrets.empty()) return false;
  const FolderLock lock(folder_);
  OpenStore open = read_to_change(false);
  const auto found = open.find(name);
  if (found == open.secrets.end()) return false;
  open.secrets.erase(found);
  write(open);
  return true;
}

std::size_t SecretStore::copy_prefix(std::string_view from, std::string_view to) {
  check_connection_name(from);
  check_connection_name(to);
  if (!read().has_connection(from)) return 0;
  const FolderLock lock(folder_);
  OpenStore open = read_to_change(false);
  const std::size_t copied = open.copy_connection(from, to);
  if (copied > 0) write(open);
  return copied;
}

std::size_t SecretStore::rename_prefix(std::string_view from, std::string_view to) {
  check_connection_name(from);
  check_connection_name(to);
  if (!read().has_connection(from)) return 0;
  const FolderLock lock(folder_);
  OpenStore open = read_to_change(false);
  const std::size_t renamed = open.copy_connection(from, to);
  open.erase_connection(from);
  if (renamed > 0) write(open);
  return renamed;
}

std::size_t SecretStore::remove_prefix(std::string_view connection) {
  check_connection_name(connection);
  if (!read().has_connection(connection)) return 0;
  const FolderLock lock(folder_);
  OpenStore open = read_to_change(false);
  const std::size_t removed = open.erase_connection(connection);
  if (removed > 0) write(open);
  return removed;
}

SecretStore::Rekeyed SecretStore::rekey(const std::optional<fs::path>& new_key_file) {
  if (!read().key)
    throw Failure(ExitStatus::kConfig, "there is no secret store yet: " + file_.string(),
                  "the first 'ingest secrets set' makes it");
  const FolderLock lock(folder_);
  OpenStore open = read_to_change(false);
  const KeySource source = key();
  const bool own = source.kind == KeySource::Kind::kOwn;
  if (!new_key_file && !own)
    throw Failure(ExitStatus::kConfig,
                  "the master key comes from " + source.file.string() + ", which is not changed",
                  "ingest secrets rekey --new-key-file PATH makes a new key in PATH and encrypts "
                  "everything with it; name PATH to ingest from then on");
  Rekeyed done;
  done.key = new_key_file ? fs::absolute(*new_key_file).lexically_normal() : source.file;
  done.made = !new_key_file || !is_there(done.key);
  done.secrets = open.secrets.size();
  const fs::path at_first = new_key_file ? done.key : next_key(folder_);
  if (done.made) write_key(MasterKey::make(), at_first);
  // As it lies on disk: what was encrypted can be read back with it.
  MasterKey fresh = read_key({KeySource::Kind::kNamedFile, at_first});
  if (fresh.id() == open.key->id())
    throw Failure(ExitStatus::kConfig, done.key.string() + " holds the key that is in use",
                  "name a file that does not exist yet, for a new key");
  for (SealedSecret& one : open.secrets)
    one = seal(one.name, one.set_at, open.value_of(one).reveal(), fresh);
  open.key = std::move(fresh);
  write(open);
  if (!new_key_file) {
    rename_path(at_first, done.key);
    sync_folder(folder_);
  } else if (own) {
    remove_file(source.file);
  }
  return done;
}

}  // namespace ingest::host
