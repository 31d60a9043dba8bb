// file_ownership.cc - see file_ownership.hpp. Walks the name as the kernel does.
#include "loader/file_ownership.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 40;  // as the kernel has it

// What the user database says goes into a buffer; one that is too small counts as no answer.
using Buffer = std::array<char, 16384>;

std::string user_name(uid_t user) {
  Buffer buffer;
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
    return "user " + std::to_string(user);
  return found->pw_name;
}

bool is_private_group(gid_t group, uid_t owner) {
  Buffer user_buffer;
  passwd user{};
  passwd* user_found = nullptr;
  if (::getpwuid_r(owner, &user, user_buffer.data(), user_buffer.size(), &user_found) != 0 ||
      user_found == nullptr)
    return false;
  Buffer group_buffer;
  ::group entry{};
  ::group* found = nullptr;
  if (::getgrgid_r(group, &entry, group_buffer.data(), group_buffer.size(), &found) != 0 ||
      found == nullptr)
    return false;
  const std::string_view name = user_found->pw_name;
  if (name != found->gr_name || user_found->pw_gid != group) return false;
  for (char** member = found->gr_mem; *member != nullptr; ++member)
    if (name != *member) return false;
  return true;
}

// With an access list, the bits of the group stand for every user that the list names.
bool has_access_list(const fs::path& path) {
  return ::lgetxattr(path.c_str(), "system.posix_acl_access", nullptr, 0) > 0;
}

std::string octal(mode_t mode) {
  std::string text;
  for (const unsigned shift : {9U, 6U, 3U, 0U})
    text += static_cast<char>('0' + ((mode >> shift) & 7U));
  return text;
}

bool is_above(const fs::path& folder, const fs::path& file) {
  return !file.empty() &&
         std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first ==
             folder.end();
}

class Walk {
 public:
  Walk(const TrustedOwners& trusted, Missing missing)
      : trusted_(trusted), missing_fine_(missing == Missing::kFine) {}

  std::optional<FileFault> along(const fs::path& file) {
    push(file);
    fs::path here = "/";
    if (auto fault = judge(here)) return fault;
    while (!left_.empty()) {
      const fs::path next = std::move(left_.back());
      left_.pop_back();
      if (next == "." || next.empty()) continue;
      if (next == "..") {
        here = here.parent_path();
        continue;
      }
      here /= next;
      if (auto fault = judge(here)) return fault;
      if (ended_) return std::nullopt;
      if (!link_target_.empty()) {
        push(link_target_);
        here = link_target_.is_absolute() ? fs::path("/") : here.parent_path();
      }
    }
    return std::nullopt;
  }

 private:
  void push(const fs::path& path) {
    const fs::path relative = path.relative_path();
    const std::vector<fs::path> parts(relative.begin(), relative.end());
    left_.insert(left_.end(), parts.rbegin(), parts.rend());
  }

  // Leaves where it leads to in link_target_ when it is a link.
  std::optional<FileFault> judge(const fs::path& path) {
    link_target_.clear();
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0) {
      ended_ = missing_fine_ && errno == ENOENT;
      if (ended_) return std::nullopt;
      return FileFault{path.string() + " cannot be examined: " + std::strerror(errno),
                       "check that ingest may look there"};
    }
    if (S_ISDIR(facts.st_mode) && is_above(path, trusted_.program)) return std::nullopt;
    if (std::find(trusted_.users.begin(), trusted_.users.end(), facts.st_uid) ==
        trusted_.users.end())
      return FileFault{path.string() + " belongs to " + user_name(facts.st_uid) +
                           ", who could change it at any time",
                       "when its content is what it should be: chown " + user_name(::geteuid()) +
                           " '" + path.string() + "'"};
    if (S_ISLNK(facts.st_mode)) return follow(path);
    const mode_t mode = facts.st_mode & 07777U;
    if (S_ISDIR(facts.st_mode) && (mode & S_ISVTX) != 0) return std::nullopt;
    if ((mode & S_IWOTH) != 0)
      return FileFault{path.string() + " can be written to by everybody (mode " + octal(mode) + ")",
                       "make sure that nobody changed it, then: chmod o-w '" + path.string() + "'"};
    if ((mode & S_IWGRP) != 0 &&
        (!is_private_group(facts.st_gid, facts.st_uid) || has_access_list(path)))
      return FileFault{path.string() +
                           " can be written to by others than its owner, through its group (mode " +
                           octal(mode) + ")",
                       "make sure that nobody changed it, then: chmod g-w '" + path.string() + "'"};
    return std::nullopt;
  }

  std::optional<FileFault> follow(const fs::path& path) {
    std::error_code error;
    link_target_ = fs::read_symlink(path, error);
    if (error || ++links_ > kMostLinks)
      return FileFault{path.string() + " is a symbolic link that leads nowhere",
                       "remove it, or let it lead to the connector"};
    return std::nullopt;
  }

  const TrustedOwners& trusted_;
  std::vector<fs::path> left_;  // still to be walked, the next one last
  fs::path link_target_;
  int links_ = 0;
  bool missing_fine_;
  bool ended_ = false;
};

}  // namespace

TrustedOwners TrustedOwners::of_this_process() {
  TrustedOwners trusted{{0, ::geteuid()}, {}};
  struct stat facts {};
  std::error_code error;
  trusted.program = fs::read_symlink("/proc/self/exe", error);
  if (!error && ::stat("/proc/self/exe", &facts) == 0) trusted.users.push_back(facts.st_uid);
  return trusted;
}

std::optional<FileFault> ownership_fault(const fs::path& file, const TrustedOwners& trusted,
                                         Missing missing) {
  return Walk(trusted, missing).along(file);
}

}  // namespace ingest::host
