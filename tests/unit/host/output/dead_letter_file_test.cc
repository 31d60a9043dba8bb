#include "output/dead_letter_file.hpp"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <ingest/v1/source_page.pb.h>

#include <sstream>
#include <vector>

#include "output/json_text.hpp"
#include "temporary_folder.hpp"

namespace ingest::host {
namespace {

class DeadLetterFiles : public ::testing::Test {
 protected:
  static std::string line(std::uint64_t row, const std::string& scan, const std::string& raw) {
    v1::DeadLetter letter;
    letter.set_row(row);
    letter.set_scan_id(scan);
    letter.set_reason(R"(odd: "scanId":"x","raw":"y")");
    letter.set_raw(raw);
    std::string text;
    EXPECT_TRUE(append_json_line(letter, text));
    return text;
  }
  std::vector<v1::DeadLetter> letters() const {
    std::vector<v1::DeadLetter> all;
    std::istringstream lines(content_of(path_));
    for (std::string text; std::getline(lines, text);)
      EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &all.emplace_back()).ok());
    return all;
  }
  TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "dead-letters.ndjson";
};

TEST_F(DeadLetterFiles, WithoutALineThereIsNoFile) {
  DeadLetterFile file(path_);
  file.write("", "scan");
  EXPECT_FALSE(file.finish());
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(DeadLetterFiles, LinesWithoutAScanGetTheUnits) {
  DeadLetterFile file(path_);
  file.write(line(0, "", "r") + line(1, "own", "r"), "unit's");
  file.write(line(2, "", "r"), "");
  const auto facts = file.finish();
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->records(), 3U);
  const auto all = letters();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].scan_id(), "unit's");
  EXPECT_EQ(all[1].scan_id(), "own");
  EXPECT_EQ(all[2].scan_id(), "");
  for (const v1::DeadLetter& letter : all) EXPECT_EQ(letter.raw(), "r");
}

// 300 bytes are 400 as base64.
TEST_F(DeadLetterFiles, RawRowsBeyondTheBoundAreLeftOutAndCounted) {
  DeadLetterFile file(path_, 1000);
  const std::string raw(300, 'x');
  file.write(line(0, "s", raw) + line(1, "s", raw) + line(2, "s", raw) + line(3, "s", "small") +
                 line(4, "s", ""),
             "s");
  EXPECT_EQ(file.without_raw(), 1U);
  file.finish();
  const auto all = letters();
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all[1].raw(), raw);
  EXPECT_EQ(all[2].raw(), "");
  EXPECT_TRUE(all[2].raw_truncated());
  EXPECT_EQ(all[2].reason(), all[1].reason());
  EXPECT_EQ(all[3].raw(), "small");
  EXPECT_FALSE(all[4].raw_truncated());
}

}  // namespace
}  // namespace ingest::host
