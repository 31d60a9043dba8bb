// What is recorded comes back; what is secret does not; what is there is never replaced.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>

#include "diagnostics/failure.hpp"
#include "diagnostics/redactor.hpp"
#include "recording/recording_layout.hpp"
#include "sample_recording.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Recorded : public ::testing::Test {
 protected:
  std::string refused(const std::function<void()>& body) const {
    try {
      body();
    } catch (const Failure& failure) {
      return failure.what();
    }
    ADD_FAILURE() << "it was not refused";
    return {};
  }
  TemporaryFolder folder_;
  const fs::path path_ = folder_.path() / "deep" / "rec";
};

TEST_F(Recorded, ComesBackAsItWas) {
  RecordingWriter writer(path_, sample_facts(), R"({"name":"m"})");
  write_sample(writer);
  ASSERT_TRUE(writer.is_whole());
  writer.finish(v1::RUN_STATUS_PARTIAL, 6, 3);

  RecordingReader reader(path_);
  const v1::Recording& manifest = reader.manifest();
  EXPECT_TRUE(manifest.finished());
  EXPECT_EQ(manifest.connection(), "acme");
  EXPECT_EQ(manifest.run_id(), "run-1");
  EXPECT_EQ(manifest.status(), v1::RUN_STATUS_PARTIAL);
  EXPECT_EQ(manifest.exit_status(), 6);
  EXPECT_EQ(manifest.units(), 2U);
  EXPECT_EQ(manifest.units_skipped(), 3U);
  EXPECT_EQ(manifest.pages(), 3U);
  EXPECT_EQ(manifest.rows(), 6U);
  EXPECT_EQ(manifest.page_bytes(), 34U);
  EXPECT_EQ(manifest.secrets_taken_out(), 0U);
  ASSERT_EQ(manifest.listings_size(), 1);
  EXPECT_EQ(manifest.listings(0).received(), 2U);
  EXPECT_EQ(content_of(map_of(path_)), R"({"name":"m"})");

  const ReadBack all = read_back(reader);
  ASSERT_EQ(all.units.size(), 2U);
  EXPECT_EQ(all.units[0].unit(), "a");
  EXPECT_EQ(all.units[0].report().scan_id(), "scan of a");
  ASSERT_EQ(all.pages.size(), 3U);
  const v1::SourcePage& page = all.pages[1];
  EXPECT_EQ(page.unit(), "b");
  EXPECT_EQ(page.place(), 1U);
  EXPECT_EQ(page.body(), "second of b");
  EXPECT_EQ(page.context(), "context");
  EXPECT_EQ(page.key(), "some page");
  EXPECT_EQ(page.media_type(), "application/json");
  EXPECT_EQ(page.connector(), "scripted");
  EXPECT_EQ(page.rows(), 2U);
  EXPECT_EQ(page.observed_at().nanos(), 123'456'789);
}

TEST_F(Recorded, IsTheOwnersAlone) {
  RecordingWriter writer(path_, sample_facts(), "{}");
  write_sample(writer);
  writer.finish(v1::RUN_STATUS_COMPLETE, 0, 0);
  for (const auto& entry : fs::recursive_directory_iterator(path_))
    EXPECT_EQ(entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all),
              fs::perms::none)
        << entry.path();
  EXPECT_EQ(fs::status(path_).permissions(), fs::perms::owner_all);
}

TEST_F(Recorded, HoldsNoKnownSecret) {
  redactor().add("s3cr3t-of-recording");
  RecordingWriter writer(path_, sample_facts(), "{}");
  writer.begin("run");
  writer.begin_unit("a");
  write_page(writer, "a", 0, R"({"echo":"s3cr3t-of-recording"})", "has s3cr3t-of-recording too");
  v1::UnitReport report;
  report.set_unit("a");
  report.set_reason("HTTP 403 for s3cr3t-of-recording");
  writer.end_unit("a", report.SerializeAsString());
  writer.end();
  EXPECT_EQ(writer.finish(v1::RUN_STATUS_COMPLETE, 0, 0).secrets_taken_out(), 2U);
  const ReadBack all = read_back(path_);
  EXPECT_EQ(all.pages.at(0).body(), R"({"echo":"[redacted]"})");
  EXPECT_EQ(all.pages[0].context(), "has [redacted] too");
  EXPECT_EQ(all.units.at(0).report().reason(), "HTTP 403 for [redacted]");
}

TEST_F(Recorded, SaysWhenItWasNotFinishedAndYieldsWhatIsThere) {
  {
    RecordingWriter writer(path_, sample_facts(), "{}");
    EXPECT_TRUE(read_back(path_).units.empty());
    write_sample(writer);
    writer.begin_unit("c");
    writer.expect_page("c");
    EXPECT_FALSE(writer.is_whole());
  }
  RecordingReader reader(path_);
  EXPECT_FALSE(reader.manifest().finished());
  EXPECT_EQ(reader.manifest().run_id(), "run-1");
  EXPECT_EQ(read_back(reader).pages.size(), 3U);
  fs::resize_file(unit_index_of(path_), fs::file_size(unit_index_of(path_)) - 40);
  EXPECT_EQ(read_back(path_).units.size(), 1U);
}

TEST_F(Recorded, AUnitThatNobodyEndedIsThereWithoutItsReport) {
  RecordingWriter writer(path_, sample_facts(), "{}");
  write_sample(writer);
  writer.begin_unit("c");
  write_page(writer, "c", 0, "page of c");
  writer.begin_unit("d");
  ASSERT_TRUE(writer.is_whole());
  EXPECT_EQ(writer.finish(v1::RUN_STATUS_INCOMPLETE, 7, 0).units_unended(), 2U);
  const ReadBack all = read_back(path_);
  ASSERT_EQ(all.units.size(), 4U);
  EXPECT_FALSE(all.units[2].has_report());
  EXPECT_EQ(all.pages.size(), 4U);
}

TEST_F(Recorded, NothingIsReplaced) {
  fs::create_directories(path_);
  { const RecordingWriter writer(path_, sample_facts(), "{}"); }
  const std::string before = content_of(manifest_of(path_));
  EXPECT_THAT(refused([&] { RecordingWriter(path_, sample_facts(), "{}"); }),
              HasSubstr("it is no empty folder"));
  EXPECT_EQ(content_of(manifest_of(path_)), before);
  write_file(folder_.path() / "file", "x");
  EXPECT_THAT(refused([&] { RecordingWriter(folder_.path() / "file", sample_facts(), "{}"); }),
              HasSubstr("it is no empty folder"));
  fs::create_symlink("nowhere", folder_.path() / "link");
  EXPECT_THAT(refused([&] { RecordingWriter(folder_.path() / "link", sample_facts(), "{}"); }),
              HasSubstr("it is no empty folder"));
}

// A unit's name is the source's; a file's is ours.
TEST_F(Recorded, NamesOfUnitsLeadNowhere) {
  const std::string evil = "../../../tmp/evil\n/x";
  RecordingWriter writer(path_, sample_facts(), "{}");
  writer.begin("run");
  writer.begin_unit(evil);
  write_page(writer, evil, 0, "page");
  end_unit(writer, evil);
  writer.end();
  writer.finish(v1::RUN_STATUS_COMPLETE, 0, 0);
  EXPECT_EQ(read_back(path_).pages.at(0).unit(), evil);
  EXPECT_EQ(pages_of(path_, evil).parent_path(), path_ / "units");
}

}  // namespace
}  // namespace ingest::host
