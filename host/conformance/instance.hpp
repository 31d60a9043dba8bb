// instance.hpp - an instance of the connector under check, called through the bare tables, and how
// its calls ended. Follows the thread rules of connector.h; says nothing by itself of what is
// right.
#pragma once

#include <ingest/connector.h>

#include <chrono>
#include <string>

#include "conformance/check_call.hpp"
#include "conformance/check_host.hpp"
#include "conformance/check_sink.hpp"

namespace ingest::host::conformance {

struct CallEnd {
  ingest_status status = INGEST_OK;
  ingest_error error{};  // as the connector left it; zeroes when it was given none
  std::chrono::milliseconds took{0};

  bool ok() const noexcept { return status == INGEST_OK; }
  std::string message() const;  // fit to be shown
  // 'INGEST_E_AUTH: "..."', or "INGEST_OK".
  std::string shown() const;
};

// "INGEST_E_CONFIG"; "status 77" when there is no name.
std::string status_shown(ingest_status status);

// What is wrong with how a call that failed explains itself; empty: nothing.
std::string fault_of_error(const CallEnd& end);

class Instance {
 public:
  // create is called here; without_error gives it NULL for an error, as it does the other calls.
  // settings need not outlive the constructor.
  Instance(const ingest_connector& table, CheckHost& host, ingest_text settings,
           HostAge age = HostAge::kThis, bool without_error = false);
  ~Instance() { destroy(); }
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  const CallEnd& created() const noexcept { return created_; }
  bool is_open() const noexcept { return created_.ok() && instance_ != nullptr; }
  // What create left in *out, whatever it returned.
  const void* out() const noexcept { return instance_; }

  CallEnd test(CheckCall& call, CheckSink& sink);
  CallEnd fetch(CheckCall& call, CheckSink& sink);
  CallEnd transform(CheckCall& call, const ingest_record& page, CheckSink& sink);
  const void* extension(const char* id);
  ingest_instance* raw() noexcept { return instance_; }  // for the tables of its extensions
  // The host is told; the second time, nothing happens.
  void destroy() noexcept;

 private:
  template <class Call>
  CallEnd timed(Call&& call) const;

  const ingest_connector& table_;
  CheckHost& host_;
  const HostAge age_;
  const bool without_error_;
  ingest_instance* instance_ = nullptr;
  CallEnd created_;
};

}  // namespace ingest::host::conformance
