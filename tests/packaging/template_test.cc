// "ingest plugins new" of an installation: what it writes builds, passes its own test and the
// check, by the very commands that it prints, for somebody who has nothing but the packages.
#include <gmock/gmock.h>

#include <sstream>

#include "installed.hpp"

namespace ingest::e2e {
namespace {

using ::testing::HasSubstr;

// Of what it prints to stderr: the lines that are indented.
std::string next_commands(const std::string& said) {
  std::string commands;
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);)
    if (line.rfind("  ", 0) == 0) commands += line.substr(2) + "\n";
  return commands;
}

class Template : public ::testing::TestWithParam<const char*> {};

TEST_P(Template, WorksByTheCommandsThatItPrints) {
  const Shell shell(unpacked_system() / "usr");
  const ProcessResult made =
      shell.run(std::string("ingest plugins new acme-advisories --lang ") + GetParam());
  ASSERT_EQ(made.status, 0) << made.err;
  const std::string commands = next_commands(made.err);
  ASSERT_THAT(commands, HasSubstr("cd acme-advisories\n"));
  ASSERT_THAT(commands, HasSubstr("ingest plugins check"));
  const ProcessResult tried = shell.run(commands);
  EXPECT_EQ(tried.status, 0) << tried.out << tried.err;
}

INSTANTIATE_TEST_SUITE_P(Of, Template, ::testing::Values("c", "rust"),
                         [](const auto& language) { return std::string(language.param); });

// The README shows the same for C++.
TEST(TemplateOfCpp, WorksAsTheReadmeShows) {
  const std::string readme = read_file(std::filesystem::path(INGEST_SOURCE_DIR) / "README.md");
  const size_t start = readme.find("## Write a connector in ten minutes");
  ASSERT_NE(start, std::string::npos);
  std::istringstream section(readme.substr(start, readme.find("\n## ", start + 1) - start));
  std::string commands;
  for (std::string line; std::getline(section, line);)
    if (line.rfind("$ ", 0) == 0) commands += line.substr(2) + "\n";
  ASSERT_THAT(commands, HasSubstr("ingest plugins new "));

  const Shell shell(unpacked_system() / "usr");
  const ProcessResult result = shell.run(commands);
  EXPECT_EQ(result.status, 0) << commands << result.out << result.err;
  EXPECT_THAT(commands, HasSubstr(next_commands(result.err)))
      << "the README's commands are not those that the program prints";
}

}  // namespace
}  // namespace ingest::e2e
