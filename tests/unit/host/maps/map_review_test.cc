// What is said of a map file, and in which line: with the connector's default map as what is known.
#include "maps/map_review.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "output/temporary_folder.hpp"

namespace ingest::host {
namespace {

class Reviewed : public ::testing::Test {
 protected:
  Reviewed() {
    std::ifstream in(std::string(INGEST_PLUGINS) +
                     "/checkmarx-sca/maps/checkmarx-sca-default.yaml");
    text = {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    v1::ConnectorDescriptor connector;
    connector.set_id("checkmarx-sca");
    connector.set_version("1.0.0");
    connector.add_maps()->set_yaml(text);
    catalogue = std::make_unique<MapCatalogue>(std::vector{connector}, folder.path());
  }

  // The default map with one text for another, which is in there.
  std::string with(const std::string& old, const std::string& other) const {
    std::string changed = text;
    const std::size_t at = changed.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return changed.replace(at, old.size(), other);
  }
  // Line and column of what stands there, as a remark shows them.
  static std::string place(const std::string& in, const std::string& what) {
    const std::size_t at = in.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    const std::string before = in.substr(0, at);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    return std::to_string(line) + ":" + std::to_string(at - (before.rfind('\n') + 1) + 1);
  }
  std::string said(const std::string& yaml) const {
    const MapReview review = review_map(parse_map_text(yaml, "test"), *catalogue);
    std::string all;
    std::size_t errors = 0;
    for (const MapRemark& remark : review.remarks) {
      all += std::to_string(remark.line) + ":" + std::to_string(remark.column) +
             (remark.error ? " error " : " warning ") + remark.text + "\n";
      errors += remark.error ? 1 : 0;
    }
    EXPECT_EQ(review.errors, errors);
    EXPECT_EQ(review.warnings, review.remarks.size() - errors);
    return all;
  }

  TemporaryFolder folder;
  std::string text;
  std::unique_ptr<MapCatalogue> catalogue;
};

TEST_F(Reviewed, TheDefaultMapIsBeyondReproach) { EXPECT_EQ(said(text), ""); }

TEST_F(Reviewed, RemarksComeInTheOrderOfTheFile) {
  std::string changed = with("from: updatedAt", "from: updateAt");
  changed.replace(changed.find("to: repoUrl"), 11, "to: repoUrll");
  EXPECT_EQ(said(changed),
            place(changed, "repoUrll") +
                " error row 1: unknown target 'repoUrll'; did you mean 'repoUrl'?\n" +
                place(changed, "updateAt") +
                " warning row 19: no source field 'updateAt' is known; did you mean "
                "'updatedAt'?\n");
}

TEST_F(Reviewed, AnotherIdentityIsWarnedAbout) {
  const std::string warning =
      " warning what identifies an asset or finding is not as in checkmarx-sca-default: what was "
      "found with that map would not be recognised, and its history splits\n";
  const std::string changed = with("separator: '|'", "separator: '/'");
  const std::string row = "first_of:\n      - from: findings[].alternateId";
  EXPECT_EQ(said(changed), place(changed, row) + warning);
  EXPECT_EQ(said(with("note: The same CVE in two", "note: Another note, of two")), "");
  const std::string moved =
      with("- from: id\n    to: vendorAssetId", "- from: id\n    to: findings[].externalAssetId");
  EXPECT_EQ(
      said(moved).find(place(moved, "from: id\n    to: findings[].externalAssetId") + warning), 0U)
      << said(moved);
}

TEST_F(Reviewed, AMapForNobodyIsCheckedButForPaths) {
  const std::string changed = with("for: checkmarx-sca", "for: checkmarx-scan");
  EXPECT_EQ(said(changed), place(changed, "checkmarx-scan") +
                               " warning no connector \"checkmarx-scan\" is installed, so source "
                               "paths are not checked; did you mean 'checkmarx-sca'?\n");
}

TEST_F(Reviewed, WhatIsNoMap) {
  EXPECT_EQ(said("kind: map\nname: a\nname: b\n"), "3:1 error the key 'name' is repeated\n");
  EXPECT_EQ(said("").substr(0, 24), "1:1 error the YAML text ");
  EXPECT_EQ(said("[1]"), "1:1 error the map must be a mapping of keys to values\n");
  EXPECT_EQ(said(std::string((1U << 20U) + 1, ' ')).substr(0, 20), "1:1 error YAML text ");
}

TEST_F(Reviewed, CasesThatCannotBeRead) {
  const std::string changed =
      with("\ntests:\n", "\ntests:\n  - {name: odd, nonsense: 1, expect: {}}\n");
  const std::string all = said(changed);
  EXPECT_EQ(all.find(place(changed, "tests:\n") + " error "), 0U) << all;
  EXPECT_NE(all.find("nonsense"), std::string::npos) << all;
}

}  // namespace
}  // namespace ingest::host
