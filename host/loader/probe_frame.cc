// probe_frame.cc - see probe_frame.hpp.
#include "loader/probe_frame.hpp"

#include <utility>

namespace ingest::host {

namespace {

void take_frame(ProbeFrame kind, std::string bytes, ProbeReport& report) {
  switch (kind) {
    case ProbeFrame::kStage:
      report.stage = std::move(bytes);
      break;
    case ProbeFrame::kDetails:
      report.details = std::move(bytes);
      report.done = true;
      break;
    case ProbeFrame::kHint:
      report.hint = std::move(bytes);
      break;
    case ProbeFrame::kFault:
      report.fault = std::move(bytes);
      report.done = true;
      break;
    default:
      report.malformed = true;
  }
}

}  // namespace

std::string probe_frame(ProbeFrame kind, std::string_view bytes) {
  std::string frame(1, static_cast<char>(kind));
  for (unsigned shift = 0; shift < 32; shift += 8)
    frame += static_cast<char>(static_cast<unsigned char>((bytes.size() >> shift) & 0xFFU));
  return frame.append(bytes);
}

void read_probe_frames(std::string& buffer, ProbeReport& report) {
  std::size_t at = 0;
  while (!report.done && !report.malformed && buffer.size() - at >= kProbeFrameHeader) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i)
      size |= std::size_t{static_cast<unsigned char>(buffer[at + 1 + i])} << (8 * i);
    if (size > kLargestProbeFrame || report.frames == kMostProbeFrames) {
      report.malformed = true;
      break;
    }
    if (buffer.size() - at < kProbeFrameHeader + size) break;
    ++report.frames;
    take_frame(static_cast<ProbeFrame>(buffer[at]), buffer.substr(at + kProbeFrameHeader, size),
               report);
    at += kProbeFrameHeader + size;
  }
  buffer.erase(0, at);
}

}  // namespace ingest::host
