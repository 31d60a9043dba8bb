// failure.hpp - how the host says that something a person asked for can't be done.
//
// A Failure carries what main needs to end the program: the exit status and the sentences for
// the person at the terminal (what was tried, on what, what came back; then what to do next).
// Its texts never hold a secret: whoever throws sees to it.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace ingest::host {

// The process's exit statuses; the README and docs/operations.md document them.
enum class ExitStatus : int {
  kOk = 0,
  kInternal = 1,     // the disk or a limit of the machine; or a bug of ours
  kUsage = 2,        // the command line
  kConfig = 3,       // configuration or map invalid
  kCredentials = 4,  // credentials or permission
  kNetwork = 5,      // network or TLS
  kPartial = 6,      // some units failed, the rest is written
  kIncomplete = 7,   // the counts do not add up
  kLocked = 8,       // state locked by another run
  kConnector = 9,    // connector does not load, crashed, or speaks another ABI
  kInterrupted = 130,
  kTerminated = 143,
};

class Failure : public std::runtime_error {
 public:
  Failure(ExitStatus status, const std::string& what, std::string hint = {})
      : std::runtime_error(what), status_(status), hint_(std::move(hint)) {}
  ExitStatus status() const noexcept { return status_; }
  const std::string& hint() const noexcept { return hint_; }  // may be empty

 private:
  ExitStatus status_;
  std::string hint_;
};

}  // namespace ingest::host
