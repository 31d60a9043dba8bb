// probe_frame.cc - see probe_frame.hpp.
#include "loader/probe_frame.hpp"

namespace ingest::host {

std::string probe_frame(ProbeFrame kind, std::string_view bytes) {
  std::string frame(1, static_cast<char>(kind));
  for (unsigned shift = 0; shift < 32; shift += 8)
    frame += static_cast<char>(static_cast<unsigned char>((bytes.size() >> shift) & 0xFFU));
  return frame.append(bytes);
}

void read_probe_frames(std::string& buffer, ProbeReport& report) {
  while (!report.done && !report.malformed && buffer.size() >= kProbeFrameHeader) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i)
      size |= std::size_t{static_cast<unsigned char>(buffer[1 + i])} << (8 * i);
    if (size > kLargestProbeFrame) {
      report.malformed = true;
      return;
    }
    if (buffer.size() < kProbeFrameHeader + size) return;
    std::string bytes = buffer.substr(kProbeFrameHeader, size);
    switch (static_cast<ProbeFrame>(buffer[0])) {
      case ProbeFrame::kStage:
        report.stage = std::move(bytes);
        break;
      case ProbeFrame::kDigest:
        report.digest = std::move(bytes);
        break;
      case ProbeFrame::kDetails:
        report.details = std::move(bytes);
        report.done = true;
        break;
      case ProbeFrame::kFault:
        report.fault = std::move(bytes);
        report.done = true;
        break;
      default:
        report.malformed = true;
        return;
    }
    buffer.erase(0, kProbeFrameHeader + size);
  }
}

}  // namespace ingest::host
