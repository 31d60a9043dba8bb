// new_project.cc - see new_project.hpp.
#include "scaffold/new_project.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "diagnostics/failure.hpp"
#include "output/file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

// A folder of its own beside the one that it becomes; removed unless it did.
class Draft {
 public:
  Draft(const fs::path& parent, const std::string& name)
      : path_((parent / ("." + name + ".XXXXXX")).string()) {
    if (::mkdtemp(path_.data()) == nullptr) throw_file_error("make a folder in", parent, errno);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  fs::path path() const { return path_; }

  void become(const fs::path& target) {
    // mkdtemp's mode is for its owner alone; a project's is everybody's usual one.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (::chmod(path_.c_str(), 0777 & ~mask) != 0) throw_file_error("open up", path_, errno);
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) != 0) {
      if (errno == EEXIST) refuse(target);
      throw_file_error("make", target, errno);
    }
    path_.clear();
  }

  [[noreturn]] static void refuse(const fs::path& target) {
    throw Failure(ExitStatus::kConfig,
                  target.string() + " exists already, and nothing in it was touched",
                  "choose another name, or another folder with --out");
  }

 private:
  std::string path_;
};

}  // namespace

fs::path write_project(const fs::path& parent, const std::string& name,
                       const std::vector<ProjectFile>& files) {
  std::error_code error;
  if (!fs::is_directory(parent, error))
    throw Failure(ExitStatus::kConfig, parent.string() + " is no folder",
                  "name one that exists with --out");
  const fs::path target = parent / name;
  if (fs::exists(fs::symlink_status(target, error))) Draft::refuse(target);
  Draft draft(parent, name);
  for (const ProjectFile& file : files) {
    const fs::path path = draft.path() / file.path;
    fs::create_directories(path.parent_path(), error);
    if (error) throw_file_error("make", path.parent_path(), error.value());
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0) throw_file_error("write", path, errno);
    File out = File::adopt(descriptor, path);
    out.write(file.text);
    out.close();
  }
  draft.become(target);
  return target;
}

}  // namespace ingest::host
