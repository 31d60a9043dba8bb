// server_program.hpp - a server of Debian's, started on a free port of loopback and ended by its
// pid. One test thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "process.hpp"

namespace ingest::wire {

class ServerProgram {
 public:
  // Makes what the server needs for a port, and returns its command line.
  using Command = std::function<std::vector<std::string>(int port)>;

  // Waits until the server accepts connections; when another program was quicker to take the port,
  // tries the next. Throws std::runtime_error with what the server said.
  explicit ServerProgram(const Command& command);
  ~ServerProgram();
  ServerProgram(const ServerProgram&) = delete;
  ServerProgram& operator=(const ServerProgram&) = delete;

  int port() const { return port_; }

 private:
  bool start(const Command& command, std::string& said);

  int port_ = 0;
  std::unique_ptr<e2e::Process> process_;
};

}  // namespace ingest::wire
