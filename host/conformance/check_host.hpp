// check_host.hpp - the ingest_host of an instance under check: keeps what is logged, and tells when
// it is called after it should. Thread-safe; it must stay when the instance is gone, so that late
// calls are seen.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "conformance/host_table.hpp"

namespace ingest::host::conformance {

class CheckHost {
 public:
  // http may be NULL: no extension is offered then.
  CheckHost(HostAge age, const ingest_http* http);
  CheckHost(const CheckHost&) = delete;
  CheckHost& operator=(const CheckHost&) = delete;

  const ingest_host* table() const noexcept { return table_.get(); }
  // The instance is destroyed.
  void end() noexcept;

  std::vector<std::string> log() const;   // the first thousand messages
  std::vector<std::string> late() const;  // functions called after end(), each once

 private:
  static CheckHost& self(const ingest_host* host) noexcept;
  void enter(const char* function);

  HostTable<ingest_host> table_;
  const ingest_http* http_;
  mutable std::mutex mutex_;
  bool ended_ = false;
  std::vector<std::string> log_;
  std::vector<std::string> late_;
};

}  // namespace ingest::host::conformance
