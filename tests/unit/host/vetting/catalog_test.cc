#include "vetting/catalog.hpp"

#include <gmock/gmock.h>

#include "diagnostics/failure.hpp"
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
    search_.limits.time = std::chrono::seconds(60);
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

}  // namespace
}  // namespace ingest::host
