// handed_secrets.cc - the child's half; see secret_handover.hpp.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "diagnostics/failure.hpp"
#include "secrets/handover_record.hpp"
#include "secrets/secret_handover.hpp"

namespace ingest::host {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{10};

[[noreturn]] void fail(const std::string& why) {
  throw Failure(ExitStatus::kInternal, "the secrets that --secrets-fd hands over " + why,
                "it is for 'ingest serve', which starts runs with it");
}

void wait_for(int descriptor, Clock::time_point end) {
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    pollfd waited{descriptor, POLLIN, 0};
    const int ready = left.count() > 0 ? ::poll(&waited, 1, static_cast<int>(left.count())) : 0;
    if (ready > 0) return;
    if (ready == 0) fail("did not come within ten seconds");
    if (errno != EINTR) fail(std::string("can't be waited for: ") + std::strerror(errno));
  }
}

// Wiped when it goes.
struct Buffer {
  Buffer() : bytes(kMostHandover + 1, '\0') {}
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { wipe(bytes); }
  std::string bytes;
  std::size_t size = 0;
};

void read_all(int descriptor, Buffer& buffer) {
  const Clock::time_point end = Clock::now() + kPatience;
  while (buffer.size < buffer.bytes.size()) {
    wait_for(descriptor, end);
    const ssize_t n =
        ::read(descriptor, buffer.bytes.data() + buffer.size, buffer.bytes.size() - buffer.size);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n < 0) fail(std::string("can't be read: ") + std::strerror(errno));
    if (n == 0) return;
    buffer.size += static_cast<std::size_t>(n);
  }
  fail("are more than " + size_text(kMostHandover));
}

}  // namespace

HandedSecrets HandedSecrets::read(int descriptor) {
  if (descriptor <= STDERR_FILENO || ::fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0)
    throw Failure(ExitStatus::kUsage,
                  "--secrets-fd " + std::to_string(descriptor) + ": no descriptor that is open",
                  "it is for 'ingest serve', which starts runs with it");
  const File pipe = File::adopt(descriptor, "the pipe of secrets");
  Buffer buffer;
  read_all(descriptor, buffer);
  std::string_view rest = std::string_view(buffer.bytes).substr(0, buffer.size);
  HandedSecrets handed;
  while (true) {
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos) fail("are cut short");
    const std::string_view record = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (record == kHandoverEnd) break;
    handed.take(record);
  }
  if (!rest.empty()) fail("go on after their end");
  return handed;
}

void HandedSecrets::take(std::string_view record) {
  const std::size_t space = record.find(' ');
  const std::size_t equals = record.find('=');
  if (space == std::string_view::npos || equals == std::string_view::npos || equals < space)
    fail("are nothing like it");
  const std::string_view kind = record.substr(0, space);
  std::string name(record.substr(space + 1, equals - space - 1));
  std::string value(record.substr(equals + 1));
  if (kind == "env") {
    variables_.insert_or_assign(std::move(name), SecretString(std::move(value)));
  } else if (kind == "secret") {
    stored_.insert_or_assign(std::move(name), SecretString(std::move(value)));
  } else if (kind == "fault") {
    faults_.insert_or_assign(std::move(name), std::move(value));
  } else {
    fail("are nothing like it");
  }
}

void HandedSecrets::reveal_to(const std::function<void(std::string_view)>& take) const {
  for (const Values* values : {&variables_, &stored_})
    for (const auto& [name, value] : *values) take(value.reveal());
}

std::optional<SecretString> HandedSecrets::variable(std::string_view name) const {
  const auto found = variables_.find(name);
  if (found == variables_.end()) return std::nullopt;
  return SecretString(std::string(found->second.reveal()));
}

SecretString HandedSecrets::stored(std::string_view name) const {
  if (const auto fault = faults_.find(name); fault != faults_.end()) {
    const std::size_t line = fault->second.find('\n');
    throw Failure(ExitStatus::kConfig, fault->second.substr(0, line),
                  line == std::string::npos ? std::string() : fault->second.substr(line + 1));
  }
  const auto found = stored_.find(name);
  if (found == stored_.end())
    throw Failure(ExitStatus::kConfig, "${secret:" + std::string(name) + "} was not handed over",
                  "the connection file changed while the run began: the next one has it");
  return SecretString(std::string(found->second.reveal()));
}

}  // namespace ingest::host
