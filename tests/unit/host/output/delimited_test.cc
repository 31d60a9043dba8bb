#include "output/delimited.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <vector>

#include "diagnostics/failure.hpp"
#include "temporary_folder.hpp"

namespace ingest::host {
namespace {

std::string framed(const std::string& record) {
  std::string out;
  append_varint(out, record.size());
  return out + record;
}

class Delimited : public ::testing::Test {
 protected:
  std::vector<std::string> read(const std::string& bytes) {
    const auto path = folder_.path() / "records";
    write_file(path, bytes);
    DelimitedReader reader(File::open_to_read(path));
    std::vector<std::string> records;
    try {
      for (std::string_view record; reader.next(record);) records.emplace_back(record);
    } catch (const Failure& failure) {
      error_ = failure.what();
      status_ = failure.status();
    }
    return records;
  }
  TemporaryFolder folder_;
  std::string error_;
  ExitStatus status_ = ExitStatus::kOk;
};

TEST_F(Delimited, ReadsWhatWasWritten) {
  std::vector<std::string> records = {"",
                                      "a",
                                      std::string(127, 'b'),
                                      std::string(128, 'c'),
                                      std::string(300'000, 'd'),
                                      std::string(16'384, 'e'),
                                      ""};
  for (int i = 0; i < 3000; ++i) records.push_back(std::string(static_cast<size_t>(i), 'x'));
  std::string bytes;
  for (const std::string& record : records) bytes += framed(record);
  EXPECT_EQ(read(bytes), records);
  EXPECT_EQ(error_, "");

  std::string_view rest = bytes;
  for (const std::string& record : records) EXPECT_EQ(take_delimited(rest), record);
  EXPECT_TRUE(rest.empty());
}

TEST_F(Delimited, EmptyFileHasNoRecords) {
  EXPECT_TRUE(read("").empty());
  EXPECT_EQ(error_, "");
}

// Cut anywhere, the records before the cut are read and the error says where the next one began.
TEST_F(Delimited, EveryTruncationIsTold) {
  const std::string bytes = framed("first") + framed(std::string(200, 's')) + framed("third");
  const size_t second = 6;
  const size_t third = second + 202;
  for (size_t size = 0; size <= bytes.size(); ++size) {
    error_.clear();
    status_ = ExitStatus::kOk;
    const size_t whole = size >= bytes.size() ? 3 : size >= third ? 2 : size >= second ? 1 : 0;
    EXPECT_EQ(read(bytes.substr(0, size)).size(), whole) << size;
    const bool at_a_border = size == 0 || size == second || size == third || whole == 3;
    EXPECT_EQ(error_.empty(), at_a_border) << size << ": " << error_;
    if (at_a_border) continue;
    EXPECT_EQ(status_, ExitStatus::kConfig);
    const size_t begins = whole == 0 ? 0 : whole == 1 ? second : third;
    EXPECT_NE(error_.find("record " + std::to_string(whole + 1) + " at byte offset " +
                          std::to_string(begins) + ":"),
              std::string::npos)
        << error_;
  }
}

TEST_F(Delimited, LengthsThatLieAreRefusedWithoutMuchMemory) {
  std::string huge;
  append_varint(huge, std::uint64_t{1} << 40U);
  EXPECT_TRUE(read(huge + "abc").empty());
  EXPECT_NE(error_.find("67108864 is the most"), std::string::npos) << error_;
  EXPECT_TRUE(read(std::string(11, '\xFF')).empty());
  EXPECT_NE(error_.find("no varint"), std::string::npos) << error_;
  std::string most;
  append_varint(most, kRecordMax);
  EXPECT_TRUE(read(most + "abc").empty());
  EXPECT_NE(error_.find("needs 67108864 bytes, 3 are there"), std::string::npos) << error_;
}

TEST_F(Delimited, ReadsAPipe) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const std::string bytes = framed("one") + framed("two");
  ASSERT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  ::close(ends[1]);
  DelimitedReader reader(File::adopt(ends[0], "standard input"));
  std::string_view record;
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(record, "one");
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(record, "two");
  EXPECT_FALSE(reader.next(record));
}

}  // namespace
}  // namespace ingest::host
