#include "vetting/catalog.hpp"

#include <gmock/gmock.h>

#include "diagnostics/failure.hpp"
#include "loader/made_elf.hpp"
#include "loader/specimen_folder.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

class Catalog : public ::testing::Test {
 protected:
  Catalog() {
    search_.program = INGEST_BINARY;
    search_.folders = {{folder_.path() / "a", "--plugin-dir"}, {folder_.path() / "b", "built in"}};
    search_.config_dir = folder_.path() / "config";
    search_.state_dir = folder_.path() / "state";
  }
  std::filesystem::path put(const std::string& stem, const std::string& where) {
    return copy_of(stem, folder_.path() / where);
  }
  ConnectorLibrary& load(const std::string& id) { return load_connector(id, search_); }
  // The Failure that loading id ends with.
  Failure failure(const std::string& id) {
    try {
      load(id);
    } catch (const Failure& e) {
      return e;
    }
    ADD_FAILURE() << "loaded";
    return Failure(ExitStatus::kOk, "");
  }
  TemporaryFolder folder_;
  ConnectorSearch search_;
};

TEST_F(Catalog, TheFirstFolderWinsAndTheOtherIsShown) {
  const auto first = put("good", "a/zz.so");
  const auto second = put("good", "b/specimen.so");
  put("aborts", "b/aborts.so");
  const auto entries = list_connectors(search_);
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].probe.file, first);
  EXPECT_EQ(entries[0].hidden_by, "");
  EXPECT_EQ(entries[0].origin, "--plugin-dir");
  EXPECT_FALSE(entries[1].probe.ok);
  EXPECT_EQ(entries[2].hidden_by, first);
  EXPECT_EQ(load("specimen").path(), first);
}

TEST_F(Catalog, WithinAFolderTheFileNamedAfterTheIdWins) {
  const auto other = put("good", "a/another.so");
  const auto own = put("good", "a/specimen.so");
  const auto entries = list_connectors(search_);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].hidden_by, own);
  EXPECT_EQ(entries[1].hidden_by, "");
  EXPECT_EQ(load("specimen").path(), own);
}

TEST_F(Catalog, AnUnknownIdGetsASuggestionAndThePlaces) {
  put("good", "a/x.so");
  const Failure failed = failure("specimem");
  EXPECT_EQ(failed.status(), ExitStatus::kConfig);
  EXPECT_THAT(failed.what(), HasSubstr("did you mean 'specimen'?"));
  EXPECT_THAT(failed.what(), HasSubstr((folder_.path() / "a").string()));
  EXPECT_THAT(failed.what(), HasSubstr((folder_.path() / "b").string()));
}

TEST_F(Catalog, ABrokenFileNamedAfterTheIdIsTheReason) {
  put("aborts", "a/acme.so");
  const Failure failed = failure("acme");
  EXPECT_EQ(failed.status(), ExitStatus::kConnector);
  EXPECT_THAT(failed.what(), HasSubstr("SIGABRT"));
}

TEST_F(Catalog, ABrokenFileOfThatNameDoesNotHideAGoodOne) {
  put("aborts", "a/specimen.so");
  const auto good = put("good", "b/specimen.so");
  EXPECT_EQ(load("specimen").path(), good);
}

TEST_F(Catalog, AnIdIsNoPath) {
  put("good", "a/x.so");
  put("aborts", "outside/aborts.so");
  EXPECT_EQ(failure("../outside/aborts").status(), ExitStatus::kConfig) << "it was looked at";
  EXPECT_EQ(failure("").status(), ExitStatus::kConfig);
}

TEST_F(Catalog, AVerdictIsRememberedUntilTheFileChanges) {
  const auto good = put("good", "a/specimen.so");
  const auto bad = put("aborts", "a/bad.so");
  for (const bool remembered : {false, true, true}) {
    for (const CatalogEntry& entry : list_connectors(search_)) {
      EXPECT_EQ(entry.remembered, remembered);
      EXPECT_EQ(entry.probe.ok, entry.probe.file == good);
      EXPECT_EQ(entry.probe.sha256.size(), 64U);
      EXPECT_EQ(entry.abi_major, 1U);
      EXPECT_EQ(trust_text(entry.trust), "any");
    }
  }
  std::filesystem::remove(bad);
  put("good", "a/bad.so");
  const auto entries = list_connectors(search_);
  EXPECT_FALSE(entries[0].remembered);
  EXPECT_TRUE(entries[0].probe.ok);
  EXPECT_TRUE(entries[1].remembered);
}

// A list may believe that a file is what it was, by its size and times; what is loaded is read.
TEST_F(Catalog, WhatIsLoadedIsReadWhateverIsRemembered) {
  const auto file = put("good", "a/specimen.so");
  VerdictMemory memory(search_.state_dir, search_.program);
  Probe other;  // of another content in a file of the same size and times
  other.sha256 = std::string(64, '0');
  other.reason = "it crashed";
  memory.keep(file, OpenedFile::open(file).stamp(), other);
  memory.save();
  EXPECT_EQ(list_connectors(search_)[0].probe.reason, "it crashed");
  const FoundConnector found = find_connector("specimen", search_);
  EXPECT_TRUE(found.probe.ok);
  EXPECT_EQ(found.file.sha256(), VettedFile::open(file).sha256());
  EXPECT_EQ(found.probe.sha256, found.file.sha256());
  EXPECT_EQ(found.file.path(), file);
  EXPECT_TRUE(list_connectors(search_)[0].probe.ok) << "it learned";
}

TEST_F(Catalog, AReasonThatMayGoAwayIsNotRemembered) {
  put("unresolved", "a/x.so");
  for (int i = 0; i < 2; ++i) {
    const auto entries = list_connectors(search_);
    EXPECT_FALSE(entries[0].remembered);
    EXPECT_THAT(entries[0].probe.reason, HasSubstr("undefined symbol"));
  }
}

TEST_F(Catalog, RetryLooksAgain) {
  const auto bad = put("aborts", "a/bad.so");
  put("good", "b/specimen.so");
  list_connectors(search_);
  for (const std::string& name : {std::string("bad"), bad.string()}) {
    const auto again = retry_connectors(name, search_);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].probe.file, bad);
    EXPECT_FALSE(again[0].remembered);
    EXPECT_THAT(again[0].probe.reason, HasSubstr("SIGABRT"));
  }
  EXPECT_TRUE(retry_connectors("specimen", search_)[0].probe.ok);
  EXPECT_THAT(retry_connectors("/nowhere/x.so", search_)[0].probe.reason,
              HasSubstr("No such file"));
  try {
    retry_connectors("specimem", search_);
    ADD_FAILURE();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kConfig);
    EXPECT_THAT(failure.hint(), HasSubstr("did you mean 'specimen'?"));
  }
}

TEST_F(Catalog, TheHostSaysWhichMajorItChose) {
  put("two_majors", "a/x.so");
  put("next_major", "a/y.so");
  const auto entries = list_connectors(search_);
  EXPECT_TRUE(entries[0].probe.ok) << entries[0].probe.reason;
  EXPECT_THAT(entries[0].abi_majors, ::testing::ElementsAre(1, 2));
  EXPECT_EQ(entries[0].abi_major, 1U);
  EXPECT_FALSE(entries[1].probe.ok);
  EXPECT_EQ(entries[1].probe.reason, "it speaks connector ABI 2; this host speaks 1");
}

// A constructor that ends the process would show in the reason, had it been run.
TEST_F(Catalog, NothingRunsBeforeSomebodyVouchesForIt) {
  std::filesystem::create_directories(search_.config_dir);
  const auto rules = search_.config_dir / "connectors.yaml";
  write_file(rules, "kind: connectors\ntrust: listed\n");
  std::filesystem::permissions(rules, std::filesystem::perms(0600));
  put("aborts", "a/bad.so");
  const auto good = put("good", "a/specimen.so");
  for (const CatalogEntry& entry : list_connectors(search_)) {
    EXPECT_THAT(entry.probe.reason, HasSubstr("nobody vouches for it"));
    EXPECT_EQ(entry.probe.took.count(), 0) << "a probe was made";
  }
  EXPECT_THAT(failure("specimen").what(), HasSubstr("nobody vouches for it"));
  write_file(rules, "kind: connectors\ntrust: listed\nallowed_sha256: [" +
                        VettedFile::open(good).sha256() + "]\n");
  for (const bool remembered : {false, true}) {
    const auto entries = list_connectors(search_);
    EXPECT_THAT(entries[0].probe.reason, HasSubstr("nobody vouches for it"));
    EXPECT_TRUE(entries[1].probe.ok) << entries[1].probe.reason;
    EXPECT_EQ(trust_text(entries[1].trust), "listed");
    EXPECT_EQ(entries[1].remembered, remembered);
  }
  EXPECT_EQ(load("specimen").path(), good);
}

TEST_F(Catalog, TheOperatorAllowsFurtherLibraries) {
  MadeElf elf;
  elf.needed = {"libingest-test-missing.so.1"};
  write_file(put("good", "a/y.so").parent_path() / "x.so", elf.bytes());
  EXPECT_THAT(list_connectors(search_)[0].probe.reason, HasSubstr("needs the library"));
  std::filesystem::create_directories(search_.config_dir);
  write_file(search_.config_dir / "connectors.yaml",
             "kind: connectors\nallowed_libraries: [libingest-test-missing.so.1]\n");
  std::filesystem::permissions(search_.config_dir / "connectors.yaml",
                               std::filesystem::perms(0600));
  EXPECT_THAT(list_connectors(search_)[0].probe.reason,
              HasSubstr("libingest-test-missing.so.1: cannot open shared object file"));
}

TEST_F(Catalog, RulesThatAreWrongStopEverything) {
  std::filesystem::create_directories(search_.config_dir);
  write_file(search_.config_dir / "connectors.yaml", "kind: connectors\ntrust: maybe\n");
  EXPECT_THROW(list_connectors(search_), Failure);
  EXPECT_EQ(failure("specimen").status(), ExitStatus::kConfig);
}

}  // namespace
}  // namespace ingest::host
