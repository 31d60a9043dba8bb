#include "server_program.hpp"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

namespace ingest::wire {
namespace {

using std::chrono::milliseconds;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  return address;
}

int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof(address);
  ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(fd);
  return ntohs(address.sin_port);
}

bool accepts(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool connected =
      ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  ::close(fd);
  return connected;
}

bool has_ended(pid_t pid) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == pid;
}

}  // namespace

ServerProgram::ServerProgram(const Command& command) {
  std::string said;
  for (int i = 0; i < 5; ++i) {
    if (start(command, said)) return;
  }
  throw std::runtime_error("a server of the wire tests did not start: " + said);
}

bool ServerProgram::start(const Command& command, std::string& said) {
  port_ = free_port();
  process_ = std::make_unique<e2e::Process>(command(port_));
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < until && !has_ended(process_->pid())) {
    if (accepts(port_) && !has_ended(process_->pid())) return true;
    std::this_thread::sleep_for(milliseconds(5));
  }
  process_->signal(SIGKILL);
  const e2e::ProcessResult end = process_->wait(milliseconds(1000));
  said = end.out + end.err;
  return false;
}

ServerProgram::~ServerProgram() {
  process_->signal(SIGTERM);
  process_->wait(std::chrono::seconds(10));
}

}  // namespace ingest::wire
