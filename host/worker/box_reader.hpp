// box_reader.hpp - the supervisor's half of the black box: what it holds at this moment, bounded
// and made plain, whatever was written into it. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "diagnostics/pulse.hpp"
#include "loader/call_observer.hpp"
#include "worker/black_box.hpp"

namespace ingest::host {

// A connector call that is under way.
struct CallUnderWay {
  std::size_t slot = 0;
  std::uint32_t tid = 0;
  ConnectorCall call = ConnectorCall::kNone;
  std::string unit;  // empty: none
  std::string page;  // likewise
  std::uint64_t place = 0;
  std::uint64_t stack_low = 0;
  std::uint64_t beats = 0;
  HostFunction within = HostFunction::kNone;  // what of the host it has called and waits for
};

struct BoxState {
  std::vector<CallUnderWay> calls;
  // Of threads that the connector started.
  std::uint64_t other_beats = 0;
  HostFunction others_within = HostFunction::kNone;
};
BoxState read_calls(const BlackBox& box);

struct Death {
  DeathKind kind = DeathKind::kNone;
  std::uint32_t tid = 0;
  int signal = 0;
  int signal_code = 0;
  int error = 0;
  int exit_status = 0;
  std::uint64_t address = 0;
  std::uint64_t stack_pointer = 0;
  std::string thread_name;
  std::string module;
  std::string detail;
};
// None when the worker said nothing.
std::optional<Death> read_death(const BlackBox& box);

struct RunFacts {
  RunStage stage = RunStage::kNone;
  bool can_be_resumed = false;
  std::string unit_noun;
  std::string run_id;
  std::uint64_t units_kept = 0;
};
RunFacts read_run(const BlackBox& box);

}  // namespace ingest::host
