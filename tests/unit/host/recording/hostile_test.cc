// A recording that a stranger made or a disk damaged: a clear error, whatever byte it is.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <functional>
#include <random>

#include "diagnostics/failure.hpp"
#include "output/delimited.hpp"
#include "recording/gzip_member.hpp"
#include "recording/recording_layout.hpp"
#include "sample_recording.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class HostileRecording : public ::testing::Test {
 protected:
  HostileRecording() {
    RecordingWriter writer(path_, sample_facts(), "{}");
    write_sample(writer);
    writer.finish(v1::RUN_STATUS_COMPLETE, 0, 0);
  }
  // The error; empty when all could be read.
  std::string fault() const {
    try {
      read_back(path_);
      return {};
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.status(), ExitStatus::kConfig);
      return failure.what();
    }
  }
  // The manifest, changed.
  void change(const std::string& from, const std::string& to) const {
    std::string text = content_of(manifest_of(path_));
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from << " in " << text;
    write_file(manifest_of(path_), text.replace(at, from.size(), to));
  }
  // Pages and entry of unit a, forged with right digests, in a recording that need not be finished.
  void forge(const std::function<void(v1::SourcePage&, v1::RecordedUnit&)>& change_it) const {
    v1::SourcePage page;
    page.set_unit("a");
    page.set_rows(2);
    v1::RecordedUnit unit;
    unit.set_unit("a");
    unit.set_pages(1);
    unit.set_rows(2);
    change_it(page, unit);
    const std::string member = member_of(page);
    write_file(pages_of(path_, "a"), member);
    unit.mutable_file()->set_bytes(member.size());
    unit.mutable_file()->set_sha256(hex(sha256(member)));
    write_file(unit_index_of(path_), member_of(unit));
    change("\"finished\": true", "\"finished\": false");
  }
  static std::string member_of(const google::protobuf::Message& message) {
    std::string record;
    append_varint(record, message.ByteSizeLong());
    return gzip_member(record + message.SerializeAsString());
  }
  TemporaryFolder folder_;
  const fs::path path_ = folder_.path() / "rec";
};

// Also one in a gzip member's header that means nothing: the digest tells.
TEST_F(HostileRecording, FlippedBytesOfItsDataAreTold) {
  for (const fs::path& file : {unit_index_of(path_), pages_of(path_, "a"), pages_of(path_, "b")}) {
    const std::string whole = content_of(file);
    for (std::size_t i = 0; i < whole.size(); i += 3) {
      std::string damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ 0x41);
      write_file(file, damaged);
      EXPECT_THAT(fault(), HasSubstr(".binpb.gz")) << i;
    }
    write_file(file, whole);
  }
  EXPECT_EQ(fault(), "");
}

TEST_F(HostileRecording, EveryTruncationIsTold) {
  for (const fs::path& file : {manifest_of(path_), unit_index_of(path_), pages_of(path_, "b")}) {
    const std::string whole = content_of(file);
    // Without its last line end a manifest is as good as before.
    for (std::size_t size = 0; size + 1 < whole.size(); size += 7) {
      write_file(file, whole.substr(0, size));
      EXPECT_THAT(fault(), HasSubstr(file.filename().string())) << size;
    }
    write_file(file, whole);
    fs::remove(file);
    EXPECT_NE(fault(), "");
    write_file(file, whole);
  }
  EXPECT_EQ(fault(), "");
}

TEST_F(HostileRecording, ADamagedManifestNeverCrashes) {
  const std::string whole = content_of(manifest_of(path_));
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::string damaged = whole;
    for (unsigned n = random() % 4 + 1; n > 0; --n)
      damaged[random() % damaged.size()] = static_cast<char>(random());
    write_file(manifest_of(path_), damaged);
    fault();
  }
}

TEST_F(HostileRecording, WhatAManifestMayNotBe) {
  const std::string whole = content_of(manifest_of(path_));
  change("\"format\": 1", "\"format\": 2");
  EXPECT_THAT(fault(), HasSubstr("has format 2, this ingest reads format 1"));
  for (const char* text : {"", "[]", "null", "{}", "<html>", R"({"format": 1})",
                           R"({"format": "many"})", R"({"format": 1, "connection": 7})"}) {
    write_file(manifest_of(path_), text);
    EXPECT_NE(fault(), "") << text;
  }
  write_file(manifest_of(path_), std::string(200'000, '['));
  EXPECT_THAT(fault(), HasSubstr("manifest.json"));
  write_file(manifest_of(path_), whole + std::string(kManifestMax, ' '));
  EXPECT_THAT(fault(), HasSubstr("larger than 4 MiB"));
  write_file(manifest_of(path_), whole);
  change("\"units\": \"2\"", "\"units\": \"3\"");
  EXPECT_THAT(fault(), HasSubstr("lists 2 units, where 3 were recorded"));
  fs::remove_all(path_);
  EXPECT_THAT(fault(), HasSubstr("holds no recording"));
}

TEST_F(HostileRecording, FilesThatAreNone) {
  for (const fs::path& file : {manifest_of(path_), unit_index_of(path_), pages_of(path_, "a")}) {
    const std::string whole = content_of(file);
    fs::remove(file);
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    EXPECT_THAT(fault(), HasSubstr("no regular file")) << file;
    fs::remove(file);
    write_file(folder_.path() / "elsewhere", whole);
    fs::create_symlink(folder_.path() / "elsewhere", file);
    EXPECT_NE(fault(), "") << file;
    fs::remove(file);
    write_file(file, whole);
  }
}

struct Forgery {
  const char* name;
  void (*change)(v1::SourcePage&, v1::RecordedUnit&);
  const char* says;
};
class ForgedRecording : public HostileRecording, public ::testing::WithParamInterface<Forgery> {};

TEST_P(ForgedRecording, IsTold) {
  forge(GetParam().change);
  EXPECT_THAT(fault(), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Ways, ForgedRecording,
    ::testing::Values(
        Forgery{"AnotherUnit", [](v1::SourcePage& p, v1::RecordedUnit&) { p.set_unit("x"); },
                "it is of another unit"},
        Forgery{"BeyondTheLastPlace", [](v1::SourcePage& p, v1::RecordedUnit&) { p.set_place(1); },
                "its place is 1, which is beyond the last"},
        Forgery{"ManyRows",
                [](v1::SourcePage& p, v1::RecordedUnit&) { p.set_rows(~std::uint64_t{0}); },
                "larger than a page may be"},
        Forgery{"LargeContext",
                [](v1::SourcePage& p, v1::RecordedUnit&) {
                  p.set_context(std::string(INGEST_CONTEXT_MAX + 1, ' '));
                },
                "larger than a page may be"},
        Forgery{"LargeBody",
                [](v1::SourcePage& p, v1::RecordedUnit&) {
                  p.set_body(std::string(INGEST_PAYLOAD_MAX + 1, ' '));
                },
                "larger than a page may be"},
        Forgery{"LargerThanAnyPage",
                [](v1::SourcePage& p, v1::RecordedUnit&) {
                  p.set_body(std::string(kPageRecordMax, ' '));
                },
                "are the most"},
        Forgery{"FewerPages", [](v1::SourcePage&, v1::RecordedUnit& u) { u.set_pages(2); },
                "where 2 pages and 2 rows were recorded"},
        Forgery{"OtherRows", [](v1::SourcePage&, v1::RecordedUnit& u) { u.set_rows(3); },
                "where 1 pages and 3 rows were recorded"},
        Forgery{"TooManyPages",
                [](v1::SourcePage&, v1::RecordedUnit& u) { u.set_pages(kPagesOfUnitMax + 1); },
                "claims 10000001 pages"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST_F(HostileRecording, AUnitThatComesTwiceOrHasNoName) {
  const std::string index = content_of(unit_index_of(path_));
  const std::string more = index + index;
  write_file(unit_index_of(path_), more);
  change("\"units\": \"2\"", "\"units\": \"4\"");
  EXPECT_THAT(fault(), HasSubstr("a unit comes twice: a"));
  write_file(unit_index_of(path_), member_of(v1::RecordedUnit()));
  EXPECT_THAT(fault(), HasSubstr("name is empty"));
}

}  // namespace
}  // namespace ingest::host
