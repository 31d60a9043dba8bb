// channel.cc - see channel.hpp.
#include "worker/channel.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>
#include <utility>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kMostBytes = std::size_t{64} << 10U;
constexpr milliseconds kStartPatience{10000};
constexpr std::string_view kStop = "stop ";
constexpr std::string_view kDone = "done ";

[[noreturn]] void fail(const std::string& what) {
  throw Failure(ExitStatus::kUsage, "a worker is told by its supervisor what to do; " + what,
                "it is 'ingest' that starts workers; run the command itself");
}

// The number of "stop 15".
std::optional<int> number_after(std::string_view word, std::string_view packet) {
  if (packet.substr(0, word.size()) != word) return std::nullopt;
  packet.remove_prefix(word.size());
  int number = 0;
  const auto [end, error] = std::from_chars(packet.data(), packet.data() + packet.size(), number);
  if (error != std::errc() || end != packet.data() + packet.size() || number < 0 || number > 255)
    return std::nullopt;
  return number;
}

// Empty: nothing there; 0 bytes: the other end is closed.
std::optional<std::string> received(int descriptor, std::size_t most, int flags) {
  std::string packet(most, '\0');
  ssize_t n = 0;
  do {
    n = ::recv(descriptor, packet.data(), packet.size(), flags);
  } while (n < 0 && errno == EINTR);
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return std::nullopt;
  packet.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  return packet;
}

bool wait_for(int descriptor, std::optional<milliseconds> patience) {
  const Clock::time_point end = Clock::now() + patience.value_or(milliseconds(0));
  while (true) {
    int left = -1;
    if (patience)
      left = static_cast<int>(
          std::max<std::int64_t>(0, std::chrono::ceil<milliseconds>(end - Clock::now()).count()));
    pollfd waited{descriptor, POLLIN, 0};
    const int ready = ::poll(&waited, 1, left);
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (errno != EINTR) return true;  // receiving says what is wrong
  }
}

std::string text(const boost::json::object& all, const char* key) {
  return std::string(all.at(key).as_string());
}

std::string packet_of(const WorkerStart& start) {
  return boost::json::serialize(boost::json::object{
      {"supervisor", start.supervisor},
      {"connector", start.connector.string()},
      {"connector_sha256", start.connector_sha256},
      {"stall_ms", start.limits.stall.count()},
      {"memory", start.limits.memory},
      {"files", start.limits.files},
      {"connection", start.connection},
      {"candidate_file", start.candidate_file.string()},
      {"candidate_name", start.candidate_name},
  });
}

WorkerStart start_of(const std::string& packet) {
  const boost::json::value value = boost::json::parse(packet);
  const boost::json::object& all = value.as_object();
  WorkerStart start;
  start.supervisor = all.at("supervisor").to_number<std::int64_t>();
  start.connector = text(all, "connector");
  start.connector_sha256 = text(all, "connector_sha256");
  start.limits.stall = milliseconds(all.at("stall_ms").to_number<std::int64_t>());
  start.limits.memory = all.at("memory").to_number<std::uint64_t>();
  start.limits.files = all.at("files").to_number<unsigned>();
  start.connection = text(all, "connection");
  start.candidate_file = text(all, "candidate_file");
  start.candidate_name = text(all, "candidate_name");
  return start;
}

}  // namespace

Channel::Ends Channel::make() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw Failure(ExitStatus::kInternal,
                  std::string("there is no socket for a worker: ") + std::strerror(errno),
                  "check the limit of open files");
  return {Channel(File::adopt(ends[0], "the channel to the worker")),
          File::adopt(ends[1], "the channel of the worker")};
}

void Channel::send(const std::string& packet) const noexcept {
  // Nobody is waited for: a worker that does not take what it is told is none.
  while (::send(end_.descriptor(), packet.data(), packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0 &&
         errno == EINTR) {
  }
}

void Channel::send_start(const WorkerStart& start) const {
  const std::string packet = packet_of(start);
  if (packet.size() > kMostBytes)
    throw Failure(ExitStatus::kInternal, "the paths that a worker is to be told are too long");
  send(packet);
}

void Channel::send_stop(int signal) const noexcept { send("stop " + std::to_string(signal)); }
void Channel::send_done(int status) const noexcept { send("done " + std::to_string(status)); }

std::optional<int> Channel::receive_done() const noexcept {
  const auto packet = received(end_.descriptor(), 64, MSG_DONTWAIT);
  return packet ? number_after(kDone, *packet) : std::nullopt;
}

WorkerStart Channel::receive_start() const {
  if (!wait_for(end_.descriptor(), kStartPatience)) fail("nothing came within ten seconds");
  const auto packet = received(end_.descriptor(), kMostBytes + 1, 0);
  if (!packet || packet->empty()) fail("this process has none");
  try {
    return start_of(*packet);
  } catch (const std::exception&) {
    fail("what came is nothing like it");
  }
}

std::optional<int> Channel::receive_stop(std::optional<milliseconds> patience) const noexcept {
  while (true) {
    if (!wait_for(end_.descriptor(), patience)) return std::nullopt;
    const auto packet = received(end_.descriptor(), 64, MSG_DONTWAIT);
    if (!packet) continue;
    if (packet->empty()) return 0;
    if (const auto number = number_after(kStop, *packet)) return number;
  }
}

}  // namespace ingest::host
