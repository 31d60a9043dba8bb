// "ingest maps validate": a user's copy of a default map, with mistakes in it.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

class MapsValidate : public ::testing::Test {
 protected:
  MapsValidate()
      : text(read_file(std::filesystem::path(INGEST_SOURCE_DIR) /
                       "plugins/checkmarx-dast/maps/checkmarx-dast-default.yaml")) {}

  void replace(const std::string& old, const std::string& other) {
    const std::size_t at = text.find(old);
    ASSERT_NE(at, std::string::npos) << old;
    text.replace(at, old.size(), other);
  }
  // FILE:LINE:COLUMN of what stands in the map but once.
  std::string place(const std::string& what) const {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    const std::size_t line = text.rfind('\n', at) + 1;
    const auto lines =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    return file().string() + ":" + std::to_string(lines + 1) + ":" + std::to_string(at - line + 1);
  }
  // The number of the row that it stands in.
  std::size_t row(const std::string& what) const {
    const std::size_t end = text.find(what);
    std::size_t rows = 0;
    for (std::size_t at = text.find("\nrows:"); (at = text.find("\n  - ", at + 1)) < end;) ++rows;
    return rows;
  }
  std::filesystem::path file() const { return workspace.path() / "mine.yaml"; }
  ProcessResult validate(std::vector<std::string> more = {}) {
    write_file(file(), text);
    more.insert(more.begin(), {"maps", "validate", file().string()});
    return workspace.ingest(more);
  }

  Workspace workspace;
  std::string text;
};

TEST_F(MapsValidate, TheDefaultMapsAreGoodEvenStrictly) {
  for (const char* name : {"checkmarx-dast-default", "checkmarx-sca-default"}) {
    const ProcessResult result = workspace.ingest({"maps", "validate", name, "--strict"});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_EQ(result.out, std::string(name) + ": no errors, no warnings\n");
  }
}

TEST_F(MapsValidate, EachMistakeHasItsLineAndColumn) {
  replace("apply: [trim, upper]", "apply: [trim, uper]");
  replace("from: findings[].solution", "from: findings[].solutions");
  replace("[{date: {invalid: empty}}]\n    published",
          "[{number: {invalid: empty}}]\n    published");
  const ProcessResult result = validate();
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_EQ(
      result.out,
      place("created\n    to: sourceCreatedAt") +
          ": error: row 4 (to sourceCreatedAt): the source gives a number and the target takes "
          "a value of type time\n" +
          place("findings[].solutions") + ": warning: row " +
          std::to_string(row("findings[].solutions")) +
          ": no source field 'findings[].solutions' is known; did you mean "
          "'findings[].solution'?\n" +
          place("uper]") + ": error: row " + std::to_string(row("uper]")) +
          " (to findings[].location.method): unknown function 'uper'; did you "
          "mean 'upper'?\n" +
          file().string() + ": 2 errors, 1 warning\n");
  EXPECT_EQ(result.err, "");
}

TEST_F(MapsValidate, WarningsFailOnlyWhenTheyShall) {
  replace("from: findings[].solution", "from: findings[].solutions");
  EXPECT_EQ(validate().status, 0);
  EXPECT_EQ(validate({"--strict"}).status, 3);
}

TEST_F(MapsValidate, AsJson) {
  replace("apply: [trim, upper]", "apply: [trim, {uper: }]");
  const ProcessResult result = validate({"--format", "json"});
  EXPECT_EQ(result.status, 3) << result.err;
  const boost::json::value all = boost::json::parse(result.out);
  EXPECT_EQ(all.at("errors"), 1);
  EXPECT_EQ(all.at("warnings"), 0);
  ASSERT_EQ(all.at("remarks").as_array().size(), 1U) << result.out;
  const boost::json::value& remark = all.at("remarks").at(0);
  EXPECT_EQ(std::string(remark.at("file").as_string()), file().string());
  EXPECT_EQ(remark.at("level"), "error");
  EXPECT_EQ(remark.at("pointer").as_string(),
            "/rows/" + std::to_string(row("uper: }") - 1) + "/apply/1/uper");
  EXPECT_EQ(remark.at("row").to_number<std::size_t>(), row("uper: }"));
  EXPECT_EQ(file().string() + ":" + std::to_string(remark.at("line").to_number<int>()) + ":" +
                std::to_string(remark.at("column").to_number<int>()),
            place("uper: }"));
}

TEST_F(MapsValidate, WhatIsNoYamlOrNotThere) {
  text = "kind: map\nname: mine\nrows:\n  - {from: a, to: *b}\n";
  const ProcessResult broken = validate();
  EXPECT_EQ(broken.status, 3);
  EXPECT_EQ(broken.out.find(file().string() + ":4:"), 0U) << broken.out;
  EXPECT_NE(broken.out.find("\n" + file().string() + ": 1 error, no warnings\n"), std::string::npos)
      << broken.out;
  const ProcessResult missing = workspace.ingest({"maps", "validate", "checkmarx-dast-defalt"});
  EXPECT_EQ(missing.status, 3);
  EXPECT_EQ(missing.out, "");
  EXPECT_NE(missing.err.find("did you mean 'checkmarx-dast-default'?"), std::string::npos)
      << missing.err;
}

TEST_F(MapsValidate, WhatTheFileHoldsCannotReachTheTerminal) {
  replace("apply: [trim, upper]", "apply: [trim, \"\\e[31mred\"]");
  const ProcessResult result = validate();
  EXPECT_EQ(result.status, 3);
  EXPECT_NE(result.out.find("red"), std::string::npos) << result.out;
  EXPECT_EQ(result.out.find('\x1b'), std::string::npos) << result.out;
}

}  // namespace
}  // namespace ingest::e2e
