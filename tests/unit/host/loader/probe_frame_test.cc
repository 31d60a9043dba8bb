#include "loader/probe_frame.hpp"

#include <gtest/gtest.h>

namespace ingest::host {
namespace {

TEST(ProbeFrame, ComesThroughInAnyPieces) {
  const std::string sent = probe_frame(ProbeFrame::kStage, "loading") +
                           probe_frame(ProbeFrame::kHint, std::string(300, 'd')) +
                           probe_frame(ProbeFrame::kDetails, std::string("\0x", 2)) + "more";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, sent.size()}) {
    ProbeReport report;
    std::string buffer;
    for (std::size_t at = 0; at < sent.size(); at += piece) {
      buffer += sent.substr(at, piece);
      read_probe_frames(buffer, report);
    }
    EXPECT_EQ(report.stage, "loading");
    EXPECT_EQ(report.hint, std::string(300, 'd'));
    EXPECT_EQ(report.details, std::string("\0x", 2));
    EXPECT_TRUE(report.done);
    EXPECT_FALSE(report.malformed);
  }
}

TEST(ProbeFrame, AnAbsurdSizeOrKindIsMalformed) {
  for (std::string buffer : {std::string("S\xff\xff\xff\xff"), probe_frame(ProbeFrame{'?'}, "x")}) {
    ProbeReport report;
    read_probe_frames(buffer, report);
    EXPECT_TRUE(report.malformed);
    EXPECT_FALSE(report.done);
  }
}

}  // namespace
}  // namespace ingest::host
