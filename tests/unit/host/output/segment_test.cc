// Segments and their join: pages in any order give the same bytes, damage is told.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "diagnostics/failure.hpp"
#include "output/delimited.hpp"
#include "output/json_text.hpp"
#include "output/segment_join.hpp"
#include "output/segment_writer.hpp"
#include "temporary_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

RecordId id_of(std::uint8_t kind, std::uint64_t number) {
  RecordId id;
  id.bytes[0] = kind;
  std::memcpy(&id.bytes[4], &number, sizeof(number));
  return id;
}

void add(RecordBatch& batch, const RecordId& id, const std::string& text) {
  batch.ids.push_back(id);
  append_varint(batch.delimited, text.size());
  batch.delimited += text;
  batch.ndjson += "{\"" + text + "\"}\n";
}

PageChunk page(std::uint64_t place, std::uint64_t findings) {
  PageChunk chunk;
  chunk.place = place;
  chunk.rows = findings;
  add(chunk.assets, id_of('a', 1), "asset one");  // each page repeats it
  for (std::uint64_t i = 0; i < findings; ++i) {
    const std::uint64_t number = place * 1000 + i;
    add(chunk.findings, id_of('f', number), "finding " + std::to_string(number));
    chunk.severities.push_back(3);
  }
  if (findings > 0) chunk.asset_refs.push_back(id_of('a', 1));
  chunk.dead_letters = "{\"place\": " + std::to_string(place) + "}\n";
  chunk.dead_letter_lines = 1;
  return chunk;
}

class Segment : public ::testing::Test {
 protected:
  fs::path write(const std::string& name, const std::vector<PageChunk>& pages,
                 const std::vector<std::uint64_t>& dropped = {}) {
    const fs::path path = folder_.path() / name;
    fs::remove(path);
    SegmentWriter writer(path);
    for (const PageChunk& chunk : pages) writer.append(chunk);
    writer.close(dropped, "summary");
    return path;
  }
  fs::path fresh_folder() {
    const fs::path path = folder_.path() / ("joined" + std::to_string(joins_++));
    fs::create_directory(path);
    return path;
  }
  TemporaryFolder folder_;
  int joins_ = 0;
};

TEST_F(Segment, PagesInAnyOrderJoinToTheSameBytes) {
  std::vector<PageChunk> pages;
  for (std::uint64_t place = 0; place < 12; ++place) pages.push_back(page(place, place % 5));
  std::string expected;
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    const fs::path folder = fresh_folder();
    SegmentJoin join(folder, OutputFormat::kBoth);
    join.add(write("a", pages));
    const auto files = join.finish();
    ASSERT_EQ(files.size(), 5U);
    std::string all;
    for (const v1::OutputFile& file : files) {
      const std::string content = content_of(folder / file.name());
      EXPECT_EQ(file.bytes(), content.size());
      EXPECT_EQ(file.sha256(), hex(sha256(content)));
      all += file.name() + ":" + std::to_string(file.records()) + "\n" + content;
    }
    if (round == 0) expected = all;
    EXPECT_EQ(all, expected);
    std::shuffle(pages.begin(), pages.end(), random);
  }
  EXPECT_NE(expected.find("assets.binpb:1\n"), std::string::npos);
  EXPECT_NE(expected.find("findings.binpb:21\n"), std::string::npos);
  EXPECT_NE(expected.find("findings.ndjson:21\n"), std::string::npos);
  EXPECT_NE(expected.find("dead-letters.ndjson:12\n"), std::string::npos);
  EXPECT_LT(expected.find("finding 4003"), expected.find("finding 6000"));
}

TEST_F(Segment, DroppedFindingsAndRepeatedAssetsAreLeftOut) {
  const fs::path folder = fresh_folder();
  SegmentJoin join(folder, OutputFormat::kBoth);
  join.add(write("a", {page(1, 3), page(0, 2)}, {1, 2}));  // the last of page 0, first of page 1
  join.add(write("b", {page(5, 1)}));
  join.finish();
  EXPECT_EQ(join.assets(), 1U);
  EXPECT_EQ(content_of(folder / "findings.ndjson"),
            "{\"finding 0\"}\n{\"finding 1001\"}\n{\"finding 1002\"}\n{\"finding 5000\"}\n");
  std::string delimited = content_of(folder / "findings.binpb");
  std::string_view rest = delimited;
  for (const char* text : {"finding 0", "finding 1001", "finding 1002", "finding 5000"})
    EXPECT_EQ(take_delimited(rest), text);
  EXPECT_TRUE(rest.empty());
}

TEST_F(Segment, FindingsWithoutTheirAssetAreTold) {
  PageChunk stray = page(0, 1);
  stray.asset_refs = {id_of('a', 9)};
  PageChunk forward = page(0, 1);
  forward.asset_refs = {id_of('a', 2)};
  PageChunk later;
  add(later.assets, id_of('a', 2), "asset two");
  SegmentJoin join(fresh_folder(), OutputFormat::kBinpb);
  join.add(write("a", {page(0, 1)}));
  join.add(write("b", {stray}));
  join.add(write("c", {forward}));  // its asset comes with the next unit
  join.add(write("d", {later}));
  EXPECT_EQ(join.segments_with_unknown_assets(), std::vector<std::size_t>{1});
}

TEST_F(Segment, OnlyTheFilesOfTheFormatAreMade) {
  const auto names = [&](OutputFormat format) {
    PageChunk chunk = page(0, 1);
    chunk.dead_letters.clear();
    if (!wants_ndjson(format)) chunk.findings.ndjson = chunk.assets.ndjson = "";
    if (!wants_binpb(format)) chunk.findings.delimited = chunk.assets.delimited = "";
    const fs::path folder = fresh_folder();
    SegmentJoin join(folder, format);
    join.add(write("a", {chunk}));
    join.finish();
    std::string text;
    for (const auto& entry : fs::directory_iterator(folder)) text += entry.path().extension();
    return text;
  };
  EXPECT_EQ(names(OutputFormat::kBinpb), ".binpb.binpb");
  EXPECT_EQ(names(OutputFormat::kNdjson), ".ndjson.ndjson");
}

TEST_F(Segment, UnfinishedOrDamagedIsRefused) {
  const fs::path path = folder_.path() / "damaged";
  const auto join_fails = [&](const std::string& bytes) {
    write_file(path, bytes);
    try {
      SegmentJoin join(fresh_folder(), OutputFormat::kBinpb);
      join.add(path);
      return false;
    } catch (const Failure&) {
      return true;
    }
  };
  PageChunk ends_in_an_empty_section = page(1, 3);
  ends_in_an_empty_section.dead_letters.clear();
  ends_in_an_empty_section.dead_letter_lines = 0;
  for (const PageChunk& last : {page(1, 3), ends_in_an_empty_section}) {
    const std::string good = content_of(write("a", {page(0, 3), last}));
    EXPECT_FALSE(join_fails(good));
    for (std::size_t i = 0; i < good.size(); i += 7) {
      EXPECT_TRUE(join_fails(good.substr(0, i))) << "cut at " << i;
      std::string flipped = good;
      flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
      EXPECT_TRUE(join_fails(flipped)) << "flipped at " << i;
    }
  }
}

TEST_F(Segment, AUnitWithoutPagesIsASegmentToo) {
  SegmentReader reader(write("empty", {}));
  EXPECT_TRUE(reader.chunks().empty());
  EXPECT_EQ(reader.summary(), "summary");
}

TEST(JsonText, RunIsReadableAsItsProto) {
  TemporaryFolder folder;
  v1::Run run;
  run.set_run_id("r1");
  run.mutable_rows()->set_received(7);
  write_run_json(run, folder.path() / "run.json");
  const std::string text = content_of(folder.path() / "run.json");
  EXPECT_NE(text.find("\"run_id\": \"r1\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"received\": \"7\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"dead_lettered\": \"0\""), std::string::npos) << text;
}

}  // namespace
}  // namespace ingest::host
