// private_folder.cc - see private_folder.hpp.
#include "storage/private_folder.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "diagnostics/failure.hpp"
#include "diagnostics/secret_string.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kFolderMode = 0700;

// "/a/b/" names what a link "/a/b" leads to; "/a/b" names the link.
fs::path without_trailing_slash(const fs::path& path) {
  return path.has_filename() || !path.has_relative_path() ? path : path.parent_path();
}

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

std::string name_of_user(uid_t user) {
  const passwd* account = ::getpwuid(user);
  return account == nullptr ? "user " + std::to_string(user) : std::string(account->pw_name);
}

std::string octal(mode_t mode) {
  std::string text = "0";
  for (const unsigned shift : {6U, 3U, 0U}) text += static_cast<char>('0' + ((mode >> shift) & 7U));
  return text;
}

[[noreturn]] void refuse(const fs::path& path, const std::string& why, const std::string& hint) {
  throw Failure(ExitStatus::kConfig, path.string() + " is not used: " + why, hint);
}

[[noreturn]] void refuse_link(const fs::path& path) {
  std::error_code error;
  const fs::path target = fs::read_symlink(path, error);
  refuse(path, "it is a symbolic link" + (error ? "" : " to " + target.string()),
         "whoever can change the link decides what ingest does: put the real one there, or name it "
         "(--config-dir, --state-dir)");
}

void check(const fs::path& path, const struct stat& facts, bool folder, Secrecy secrecy) {
  if (S_ISLNK(facts.st_mode)) refuse_link(path);
  if (folder ? !S_ISDIR(facts.st_mode) : !S_ISREG(facts.st_mode))
    refuse(path, folder ? "it is no folder" : "it is no regular file", "move it out of the way");
  const uid_t user = ::geteuid();
  if (facts.st_uid != user && facts.st_uid != 0)
    refuse(
        path,
        "it belongs to " + name_of_user(facts.st_uid) + ", and ingest runs as " +
            name_of_user(user),
        "when its content is what it should be: chown " + name_of_user(user) + " " + quoted(path));
  const mode_t mode = facts.st_mode & 07777U;
  if ((mode & S_IWOTH) != 0)
    refuse(path, "everybody may write to it (mode " + octal(mode) + ")",
           "make sure that nobody changed it, then: chmod o-w " + quoted(path));
  if (secrecy == Secrecy::kSecret && (mode & (S_IRWXG | S_IRWXO)) != 0)
    refuse(path, "others than its owner may get at it (mode " + octal(mode) + ")",
           "chmod 600 " + quoted(path) + ", and replace what it holds where others could read it");
}

// Nothing when there is none.
bool check_at(const fs::path& given, bool folder) {
  const fs::path path = without_trailing_slash(given);
  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0) {
    if (errno == ENOENT) return false;
    throw_file_error("examine", path, errno);
  }
  check(path, facts, folder, Secrecy::kPlain);
  return true;
}

void make_with_parents(const fs::path& folder) {
  std::error_code ignored;
  const fs::path above = folder.parent_path();
  if (!above.empty() && above != folder && !fs::is_directory(above, ignored))
    make_with_parents(above);
  if (::mkdir(folder.c_str(), kFolderMode) != 0) {
    if (errno == EEXIST) return;
    throw_file_error("create folder", folder, errno);
  }
  // The folder above may be one that we may write to but not read.
  const int descriptor =
      ::open(above.empty() ? "." : above.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

void make_private_folder(const fs::path& given) {
  const fs::path folder = without_trailing_slash(given);
  if (check_at(folder, true)) return;
  make_with_parents(folder);
  check_at(folder, true);
}

void check_private_folder(const fs::path& folder) { check_at(folder, true); }

void check_private_file(const fs::path& file) { check_at(file, false); }

namespace {

constexpr mode_t kFileMode = 0600;

File open_checked(const fs::path& file, int flags, const char* tried, Secrecy secrecy) {
  int descriptor = -1;
  do {
    // A pipe must not hold us up, nor a terminal become ours.
    descriptor =
        ::open(file.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, kFileMode);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) {
    if (errno == ELOOP) refuse_link(file);
    throw_file_error(tried, file, errno);
  }
  File opened = File::adopt(descriptor, file);
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) throw_file_error("examine", file, errno);
  check(file, facts, false, secrecy);
  return opened;
}

}  // namespace

File open_private_file(const fs::path& file, Secrecy secrecy) {
  return open_checked(file, O_RDONLY, "read", secrecy);
}

File open_private_lock(const fs::path& file) {
  return open_checked(file, O_RDWR | O_CREAT, "write", Secrecy::kPlain);
}

std::string read_private_file(const fs::path& path, Secrecy secrecy, std::size_t most) {
  File file = open_private_file(path, secrecy);
  return read_whole(file, most);
}

std::string read_whole(File& file, std::size_t most) {
  // Never moves. One that grows meanwhile is cut off there, as it would be by a reader that is
  // quicker.
  std::string text(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), most) + 1), '\0');
  std::size_t size = 0;
  try {
    while (size < text.size()) {
      const std::size_t n = file.read_some(text.data() + size, text.size() - size);
      if (n == 0) break;
      size += n;
    }
  } catch (...) {
    wipe(text);
    throw;
  }
  if (size > most) {
    wipe(text);
    throw Failure(ExitStatus::kConfig, file.path().string() + " is larger than " + size_text(most) +
                                           ", which it should not be");
  }
  text.resize(size);
  return text;
}

}  // namespace ingest::host
