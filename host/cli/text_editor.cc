// text_editor.cc - see text_editor.hpp.
#include "cli/text_editor.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "output/file.hpp"
#include "storage/private_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 1U << 20U;

class PrivateCopy {
 public:
  PrivateCopy(const std::string& text, const std::string& name) {
    std::string folder = (fs::temp_directory_path() / "ingest-edit-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr)
      throw Failure(ExitStatus::kInternal,
                    "cannot make a folder for the copy to edit: " + std::string(strerror(errno)));
    folder_ = folder;
    File file = File::create_to_write(this->file(name));
    ::fchmod(file.descriptor(), 0600);
    file.write(text);
    file.close();
  }
  ~PrivateCopy() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  PrivateCopy(const PrivateCopy&) = delete;
  PrivateCopy& operator=(const PrivateCopy&) = delete;
  fs::path file(const std::string& name) const { return folder_ / (name + ".yaml"); }

 private:
  fs::path folder_;
};

std::string editor_command() {
  for (const char* variable : {"VISUAL", "EDITOR"})
    if (const char* value = std::getenv(variable); value != nullptr && *value != '\0') return value;
  return "vi";
}

int run_shell(const std::string& command, const std::string& file) {
  const std::string script = command + " \"$1\"";
  const pid_t child = ::fork();
  if (child < 0)
    throw Failure(ExitStatus::kInternal,
                  "cannot start the editor: " + std::string(std::strerror(errno)));
  if (child == 0) {
    // As the shell would have started it: our signals are not its.
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    ::execl("/bin/sh", "sh", "-c", script.c_str(), "sh", file.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

std::string edited_by_hand(const std::string& text, const std::string& name) {
  const PrivateCopy copy(text, name);
  const std::string command = editor_command();
  const int status = run_shell(command, copy.file(name).string());
  if (status != 0)
    throw Failure(ExitStatus::kUsage,
                  "the editor '" + plain_text(command, 200) + "' ended with status " +
                      std::to_string(status) + "; nothing was changed",
                  "set VISUAL or EDITOR to one that works, or name what is to change: --set "
                  "KEY=VALUE");
  return read_private_file(copy.file(name), Secrecy::kPlain, kMostBytes);
}

}  // namespace ingest::host
