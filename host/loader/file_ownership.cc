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

constexpr int kNone = -1;

// With an access list, the bits of the group stand for every user that the list names.
bool has_access_list(const fs::path& path, int descriptor) {
  static constexpr const char* kList = "system.posix_acl_access";
  return (descriptor == kNone ? ::lgetxattr(path.c_str(), kList, nullptr, 0)
                              : ::fgetxattr(descriptor, kList, nullptr, 0)) > 0;
}

std::string octal(mode_t mode) {
  std::string text;
  for (const unsigned shift : {9U, 6U, 3U, 0U})
    text += static_cast<char>('0' + ((mode >> shift) & 7U));
  return text;
}

// Whom its mode lets write beside its owner, sticky or not: nothing when nobody.
std::optional<FileFault> writers_fault(const fs::path& path, const struct stat& facts,
                                       int descriptor = kNone) {
  const mode_t mode = facts.st_mode & 07777U;
  if ((mode & S_IWOTH) != 0)
    return FileFault{path.string() + " can be written to by everybody (mode " + octal(mode) + ")",
                     "make sure that nobody changed it, then: chmod o-w '" + path.string() + "'"};
  if ((mode & S_IWGRP) != 0 &&
      (!is_private_group(facts.st_gid, facts.st_uid) || has_access_list(path, descriptor)))
    return FileFault{path.string() +
                         " can be written to by others than its owner, through its group (mode " +
                         octal(mode) + ")",
                     "make sure that nobody changed it, then: chmod g-w '" + path.string() + "'"};
  return std::nullopt;
}

FileFault unexaminable(const fs::path& path, int error) {
  return {path.string() + " cannot be examined: " + std::strerror(error),
          "check that ingest may look there"};
}

bool is_above(const fs::path& folder, const fs::path& file) {
  return !file.empty() &&
         std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first ==
             folder.end();
}

enum class End { kFile, kSearchedFolder };

class Walk {
 public:
  Walk(const TrustedOwners& trusted, End end, int descriptor = kNone)
      : trusted_(trusted), descriptor_(descriptor), end_(end) {}

  std::optional<FileFault> along(const fs::path& file) {
    push(file);
    fs::path here = "/";
    if (auto fault = judge(here)) return fault;
    while (!left_.empty()) {
      const fs::path next = std::move(left_.back());
      left_.pop_back();
      if (next == "..") {
        here = here.parent_path();
        continue;
      }
      here /= next;
      if (auto fault = judge(here)) return fault;
      if (missing_) return std::nullopt;
      if (!link_target_.empty()) {
        push(link_target_);
        here = link_target_.is_absolute() ? fs::path("/") : here.parent_path();
      }
    }
    if (end_ == End::kSearchedFolder) return folder_fault(here);
    if (descriptor_ != kNone && !arrived_) return replaced(here);
    return std::nullopt;
  }

 private:
  void push(const fs::path& path) {
    const fs::path relative = path.relative_path();
    std::vector<fs::path> parts(relative.begin(), relative.end());
    std::erase_if(parts, [](const fs::path& part) { return part.empty() || part == "."; });
    left_.insert(left_.end(), parts.rbegin(), parts.rend());
  }

  static FileFault replaced(const fs::path& path) {
    return {path.string() + " was replaced by another file while it was looked at",
            "try again once nobody is replacing it"};
  }

  // Of one that exists. Whoever can write above the program is no exception: with a sticky bit he
  // can't exchange the program, but can make what is missing.
  static std::optional<FileFault> folder_fault(const fs::path& folder) {
    struct stat facts {};
    if (::lstat(folder.c_str(), &facts) != 0) return unexaminable(folder, errno);
    return writers_fault(folder, facts);
  }

  std::optional<FileFault> missing_fault(const fs::path& path) {
    missing_ = true;
    auto fault = folder_fault(path.parent_path());
    if (fault) {
      fault->reason = "others could make " + path.string() + ", since " + fault->reason;
      fault->hint.clear();
    }
    return fault;
  }

  // Leaves where it leads to in link_target_ when it is a link.
  std::optional<FileFault> judge(const fs::path& path) {
    link_target_.clear();
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0) {
      if (errno == ENOENT && end_ == End::kSearchedFolder) return missing_fault(path);
      return unexaminable(path, errno);
    }
    int descriptor = kNone;
    if (descriptor_ != kNone && left_.empty() && !S_ISLNK(facts.st_mode)) {
      struct stat opened {};
      if (::fstat(descriptor_, &opened) != 0) return unexaminable(path, errno);
      if (opened.st_dev != facts.st_dev || opened.st_ino != facts.st_ino) return replaced(path);
      facts = opened;
      descriptor = descriptor_;
      arrived_ = true;
    }
    if (S_ISDIR(facts.st_mode) && is_above(path, trusted_.program)) return std::nullopt;
    if (std::find(trusted_.users.begin(), trusted_.users.end(), facts.st_uid) ==
        trusted_.users.end())
      return FileFault{path.string() + " belongs to " + user_name(facts.st_uid) +
                           ", who could change it at any time",
                       "when its content is what it should be: chown " + user_name(::geteuid()) +
                           " '" + path.string() + "'"};
    if (S_ISLNK(facts.st_mode)) return follow(path);
    if (S_ISDIR(facts.st_mode) && (facts.st_mode & S_ISVTX) != 0) return std::nullopt;
    return writers_fault(path, facts, descriptor);
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
  int descriptor_;
  End end_;
  bool missing_ = false;  // the rest of the way
  bool arrived_ = false;  // at what the descriptor holds
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

std::optional<FileFault> ownership_fault(const fs::path& file, const TrustedOwners& trusted) {
  return Walk(trusted, End::kFile).along(file);
}

std::optional<FileFault> ownership_fault(const fs::path& file, int descriptor,
                                         const TrustedOwners& trusted) {
  return Walk(trusted, End::kFile, descriptor).along(file);
}

std::optional<FileFault> searched_folder_fault(const fs::path& folder,
                                               const TrustedOwners& trusted) {
  return Walk(trusted, End::kSearchedFolder).along(folder);
}

}  // namespace ingest::host
