#include "scaffold/project_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "diagnostics/failure.hpp"
#include "output/temporary_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

using ::testing::Contains;
using ::testing::HasSubstr;

const ConnectorName kName = connector_name("acme-issues");

void put(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  write_file(file, text);
}

const Language& language(std::string_view name) {
  return *std::find_if(languages().begin(), languages().end(),
                       [&](const Language& l) { return l.name == name; });
}

std::vector<std::string> paths_of(const std::vector<ProjectFile>& files) {
  std::vector<std::string> paths;
  for (const ProjectFile& file : files) paths.push_back(file.path.string());
  return paths;
}

TEST(FilledIn, ReplacesItsMarksAndLeavesEveryOtherAt) {
  EXPECT_EQ(filled_in("@NAME@ @SNAKE@@TITLE@", kName), "acme-issues acme_issuesAcme Issues");
  EXPECT_EQ(filled_in("a@b @ @NAME @@ @OTHER@ @classmethod\n", kName),
            "a@b @ @NAME @@ @OTHER@ @classmethod\n");
  EXPECT_EQ(filled_in("@@NAME@@", kName), "@acme-issues@");
  EXPECT_EQ(filled_in("", kName), "");
}

TEST(ProjectFiles, AreThoseOfTheTemplateAndOfTheLanguagesSources) {
  const TemporaryFolder kit;
  put(kit.path() / "template/common/@NAME@.check.json", "{}");
  put(kit.path() / "template/rust/src/lib.rs", "// @TITLE@");
  put(kit.path() / "template/rust/dot-gitignore", "/target/\n");
  put(kit.path() / "rust/abi.rs", "// abi");
  put(kit.path() / "template/c/connector.c", "");
  const auto files = project_files(kit.path(), language("rust"), kName);
  EXPECT_EQ(paths_of(files), (std::vector<std::string>{".gitignore", "acme-issues.check.json",
                                                       "src/ingest/abi.rs", "src/lib.rs"}));
  EXPECT_EQ(files.back().text, "// Acme Issues");
}

TEST(ProjectFiles, TellWhereTheTemplateShouldBe) {
  const TemporaryFolder kit;
  try {
    project_files(kit.path(), language("cpp"), kName);
    FAIL() << "no failure";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kConfig);
    EXPECT_THAT(failure.what(), HasSubstr((kit.path() / "template").string()));
    EXPECT_THAT(failure.hint(), HasSubstr("libingest-dev"));
  }
}

TEST(ProjectFiles, RefuseATemplateOutOfBounds) {
  const TemporaryFolder kit;
  put(kit.path() / "template/common/test.py", std::string((1U << 20U) + 1, 'x'));
  put(kit.path() / "template/cpp/connector.cc", "");
  EXPECT_THROW(project_files(kit.path(), language("cpp"), kName), Failure);
  put(kit.path() / "template/common/test.py", "");
  for (int i = 0; i < 200; ++i) put(kit.path() / "template/cpp" / std::to_string(i), "");
  EXPECT_THROW(project_files(kit.path(), language("cpp"), kName), Failure);
}

class OurTemplates : public ::testing::TestWithParam<std::string> {};

TEST_P(OurTemplates, AreWholeProjectsWithoutAMarkLeft) {
  const auto files = project_files(INGEST_KIT, language(GetParam()), kName);
  for (const char* path : {"README.md", "acme-issues.check.json", "test.py", ".gitignore"})
    EXPECT_THAT(paths_of(files), Contains(path));
  EXPECT_GE(files.size(), 8U);
  for (const ProjectFile& file : files)
    for (const std::string& text : {file.text, file.path.string()})
      for (const char* mark : {"@NAME", "@SNAKE", "@TITLE", "NAME@", "SNAKE@", "TITLE@"})
        EXPECT_EQ(text.find(mark), std::string::npos) << file.path << " holds " << mark;
}

// What a project's README shows is what the program prints.
TEST_P(OurTemplates, ShowTheCommandsThatAreNext) {
  const auto files = project_files(INGEST_KIT, language(GetParam()), kName);
  const auto readme = std::find_if(files.begin(), files.end(),
                                   [](const ProjectFile& f) { return f.path == "README.md"; });
  ASSERT_NE(readme, files.end());
  EXPECT_THAT(readme->text,
              HasSubstr("```sh\n" + filled_in(language(GetParam()).next, kName) + "```"));
}

INSTANTIATE_TEST_SUITE_P(All, OurTemplates, ::testing::Values("cpp", "c", "rust"),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace ingest::host
