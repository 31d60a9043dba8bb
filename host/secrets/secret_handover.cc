// secret_handover.cc - the parent's half; see secret_handover.hpp.
#include "secrets/secret_handover.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "connection/reference_users.hpp"
#include "connection/secret_source.hpp"
#include "diagnostics/failure.hpp"
#include "secrets/handover_record.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

const char* const kKeyVariables[] = {"INGEST_MASTER_KEY_FILE", "CREDENTIALS_DIRECTORY"};

// Never grows, so that no copy of a secret is left behind; wiped when it goes.
class Records {
 public:
  Records() { bytes_.reserve(kMostHandover); }
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;
  ~Records() { wipe(bytes_); }

  void add(std::string_view kind, std::string_view name, std::string_view value) {
    if (bytes_.size() + kind.size() + name.size() + value.size() + 16 > kMostHandover)
      throw Failure(
          ExitStatus::kConfig,
          "the secrets of one connection are larger together than " + size_text(kMostHandover),
          "let ${file:} refer to the large ones");
    bytes_.append(kind).append(" ").append(name).append("=").append(value) += '\0';
  }
  std::string_view finished() {
    bytes_.append(kHandoverEnd) += '\0';
    return bytes_;
  }

 private:
  std::string bytes_;
};

[[noreturn]] void fail(const std::string& tried) {
  throw Failure(ExitStatus::kInternal,
                tried + " for the secrets of a child process: " + std::strerror(errno),
                "check the limits of open files and of pipes (fs.pipe-user-pages-soft)");
}

File filled_pipe(std::string_view bytes) {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) fail("there is no pipe");
  File reading = File::adopt(ends[0], "the pipe of secrets");
  const File writing = File::adopt(ends[1], "the pipe of secrets");
  constexpr int kAnyway = 16 * 4096;  // what a pipe takes
  if (bytes.size() > kAnyway &&
      ::fcntl(writing.descriptor(), F_SETPIPE_SZ, static_cast<int>(kMostHandover)) < 0)
    fail("a pipe could not be made larger");
  ::fcntl(writing.descriptor(), F_SETFL, O_NONBLOCK);
  while (!bytes.empty()) {
    const ssize_t n = ::write(writing.descriptor(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail("a pipe did not take all");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return reading;
}

std::string why_not(const Failure& failure) {
  std::string why = failure.what();
  if (!failure.hint().empty()) why += "\n" + failure.hint();
  std::replace(why.begin(), why.end(), '\0', ' ');
  return why.substr(0, 4096);
}

}  // namespace

HandedSecrets HandedSecrets::gather(const Connection& connection,
                                    const SecretSource::Store& store) {
  HandedSecrets gathered;
  for (const Reference& reference : references_of(connection)) {
    if (reference.kind == Reference::Kind::kStore) {
      try {
        gathered.stored_.insert_or_assign(reference.name, store(reference.name));
      } catch (const Failure& failure) {
        gathered.faults_.insert_or_assign(reference.name, why_not(failure));
      }
    } else if (reference.kind == Reference::Kind::kEnvironment) {
      if (const char* value = std::getenv(reference.name.c_str()); value != nullptr)
        gathered.variables_.insert_or_assign(reference.name, SecretString(std::string(value)));
    }
  }
  return gathered;
}

File HandedSecrets::hand_on() const {
  Records records;
  for (const auto& [name, value] : variables_) records.add("env", name, value.reveal());
  for (const auto& [name, value] : stored_) records.add("secret", name, value.reveal());
  for (const auto& [name, why] : faults_) records.add("fault", name, why);
  return filled_pipe(records.finished());
}

File hand_over_secrets(const Connection& connection, const SecretStore& store) {
  return HandedSecrets::gather(connection,
                               [&store](std::string_view name) { return store.get(name); })
      .hand_on();
}

std::set<std::string> referenced_variables(const fs::path& config_dir) {
  std::set<std::string> all;
  for (const auto& [variable, users] : reference_users(config_dir, Reference::Kind::kEnvironment))
    all.insert(variable);
  return all;
}

std::vector<std::string> child_environment(const std::set<std::string>& without) {
  std::vector<std::string> kept;
  for (char** one = environ; one != nullptr && *one != nullptr; ++one) {
    const std::string_view entry = *one;
    const std::string name(entry.substr(0, entry.find('=')));
    const bool leads_to_key = std::find(std::begin(kKeyVariables), std::end(kKeyVariables), name) !=
                              std::end(kKeyVariables);
    if (!leads_to_key && without.count(name) == 0) kept.emplace_back(entry);
  }
  return kept;
}

}  // namespace ingest::host
