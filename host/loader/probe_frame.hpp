// probe_frame.hpp - what a probe's child tells its parent over their pipe: frames of one letter, a
// length and bytes. The parent believes nothing of it but the bounds below. Plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ingest::host {

enum class ProbeFrame : char {
  kStage = 'S',    // text: what is about to be done
  kDetails = 'D',  // a serialized ConnectorDescriptor: it can be used, nothing follows
  kHint = 'H',     // text: what to do about the fault that follows
  kFault = 'F',    // text: why it cannot be used, nothing follows
};

constexpr std::size_t kProbeFrameHeader = 5;
constexpr std::size_t kLargestProbeFrame = 8U << 20U;
constexpr unsigned kMostProbeFrames = 64;  // far more than a child has to say

// What a parent has read of a child.
struct ProbeReport {
  std::string stage;
  std::string details;
  std::string hint;
  std::string fault;
  unsigned frames = 0;
  bool done = false;
  bool malformed = false;
};

std::string probe_frame(ProbeFrame kind, std::string_view bytes);

// Takes whole frames off the front of buffer.
void read_probe_frames(std::string& buffer, ProbeReport& report);

}  // namespace ingest::host
