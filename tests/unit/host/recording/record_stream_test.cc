#include "recording/record_stream.hpp"

#include <gmock/gmock.h>

#include "../output/temporary_folder.hpp"
#include "output/delimited.hpp"
#include "recording/gzip_member.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

class Stream : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& bytes) const {
    const auto path = folder_.path() / "file.gz";
    write_file(path, bytes);
    return path;
  }
  // The records, then what went wrong, if anything did.
  std::vector<std::string> read(const std::string& bytes, std::size_t max = 1000) const {
    RecordStream stream(File::open_to_read(file(bytes)), max);
    std::vector<std::string> all;
    try {
      for (std::string record; stream.next(record);) all.push_back(record);
    } catch (const Damage& damage) {
      all.push_back(std::string("! ") + damage.what());
    }
    return all;
  }
  static std::string delimited(const std::string& record) {
    std::string out;
    append_varint(out, record.size());
    return out + record;
  }
  TemporaryFolder folder_;
};

TEST_F(Stream, RecordsAcrossMembersAndMembersAcrossRecords) {
  const std::string both = delimited("one") + delimited("") + delimited(std::string(900, 'x'));
  const std::vector<std::string> expected = {"one", "", std::string(900, 'x')};
  EXPECT_EQ(read(gzip_member(both)), expected);
  std::string bytewise;
  for (const char c : both) bytewise += gzip_member({&c, 1});
  EXPECT_EQ(read(bytewise), expected);
  EXPECT_TRUE(read("").empty());
  EXPECT_TRUE(read(gzip_member("")).empty());
}

TEST_F(Stream, EveryTruncationAndEveryFlippedBitIsTold) {
  const std::string whole = gzip_member(delimited("first")) + gzip_member(delimited("second one"));
  const std::size_t first = gzip_member(delimited("first")).size();
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const auto all = read(whole.substr(0, size));
    if (size == first) {
      EXPECT_EQ(all, std::vector<std::string>{"first"});
    } else {
      EXPECT_THAT(all.back(), ::testing::StartsWith("! ")) << size;
    }
  }
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ static_cast<char>(1 << bit % 8));
    const auto all = read(damaged);
    // A few bits mean nothing: in a member's header, and after its last block.
    const bool harmless = all == std::vector<std::string>{"first", "second one"};
    EXPECT_TRUE(harmless || (!all.empty() && all.back().substr(0, 2) == "! ")) << bit;
  }
}

TEST_F(Stream, OtherThingsAreTold) {
  EXPECT_THAT(read("plain text").back(), HasSubstr("no gzip data"));
  EXPECT_THAT(read(gzip_member(delimited("x")) + "tail").back(), HasSubstr("no gzip data"));
  EXPECT_THAT(read(gzip_member(std::string(9, '\xFF'))).back(), HasSubstr("length is none"));
  EXPECT_THAT(read(gzip_member("\xFF")).back(), HasSubstr("within a record's length"));
  EXPECT_THAT(read(gzip_member("\x05"
                               "abc"))
                  .back(),
              HasSubstr("within a record"));
  EXPECT_THAT(read(gzip_member(delimited(std::string(1001, 'x')))).back(),
              HasSubstr("claims 1001 bytes, where 1000 are the most"));
}

// A length of 60 MiB and few bytes behind it; and a bomb.
TEST_F(Stream, MemoryGrowsWithWhatComes) {
  std::string claim;
  append_varint(claim, std::uint64_t{60} << 20U);
  RecordStream liar(File::open_to_read(file(gzip_member(claim + "few"))), std::size_t{64} << 20U);
  std::string record;
  EXPECT_THROW(liar.next(record), Damage);
  EXPECT_LT(record.capacity(), std::size_t{4} << 20U);

  const std::string bomb = gzip_member(std::string(std::size_t{1} << 20U, '\1'));
  EXPECT_LT(bomb.size(), 10'000U);
  RecordStream stream(File::open_to_read(file(bomb + bomb)), 10);
  std::uint64_t records = 0;
  while (stream.next(record)) ++records;
  EXPECT_EQ(records, 1U << 20U);
}

}  // namespace
}  // namespace ingest::host
