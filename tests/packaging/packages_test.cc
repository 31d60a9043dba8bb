// The three Debian packages: what is in them, what they ask for, that nothing in them remembers
// where it was built, and that the program works where they put it.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>
#include <sstream>

#include "installed.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::map<std::string, std::set<std::string>>& contents() {
  // Everything in a package lies below one of these, or is it.
  static const std::map<std::string, std::set<std::string>> below = {
      {"ingest",
       {"usr/bin/ingest", "usr/share/doc/ingest/", "usr/share/ingest/alerts.example.yml",
        "usr/share/ingest/environment.example", "usr/share/ingest/prometheus.example.yml",
        "lib/systemd/system/ingest.service"}},
      {"ingest-connectors-checkmarx-one", {"usr/lib/ingest/connectors/"}},
      {"libingest-dev",
       {"usr/include/ingest/", "usr/lib/cmake/IngestConnector/", "usr/lib/ingest/ingest-embed-map",
        "usr/lib/libingest_proto_lite.a", "usr/lib/libingest_sdk.a",
        "usr/lib/pkgconfig/ingest-connector.pc", "usr/share/doc/libingest-dev/",
        "usr/share/ingest/c/", "usr/share/ingest/proto/ingest/v1/", "usr/share/ingest/rust/",
        "usr/share/ingest/template/"}}};
  return below;
}

fs::path package(const std::string& name) {
  for (const auto& entry : fs::directory_iterator(packages()))
    if (entry.path().filename().string().rfind(name + "_" INGEST_VERSION "_", 0) == 0)
      return entry.path();
  return packages() / (name + ".deb");
}

std::string dpkg_deb(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {"/usr/bin/dpkg-deb"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const ProcessResult result = run(command);
  EXPECT_EQ(result.status, 0) << result.err;
  return result.out;
}

struct Entry {
  std::string mode, owner, path;
};

std::vector<Entry> entries_of(const std::string& name) {
  std::vector<Entry> entries;
  std::istringstream lines(dpkg_deb({"-c", package(name).string()}));
  for (std::string line; std::getline(lines, line);) {
    Entry entry;
    std::istringstream(line) >> entry.mode >> entry.owner;
    entry.path = line.substr(line.find(" ./") + 3);
    entries.push_back(entry);
  }
  EXPECT_GT(entries.size(), 1U);
  return entries;
}

class Package : public ::testing::TestWithParam<const char*> {};

TEST_P(Package, HoldsItsFilesAndNoOthers) {
  const std::set<std::string>& places = contents().at(GetParam());
  std::set<std::string> used;
  for (const Entry& entry : entries_of(GetParam())) {
    EXPECT_EQ(entry.owner, "root/root") << entry.path;
    EXPECT_EQ(entry.mode.find_first_of("sStT"), std::string::npos) << entry.path;
    EXPECT_EQ(entry.mode[5], '-') << "the group may write " << entry.path;
    EXPECT_EQ(entry.mode[8], '-') << "everybody may write " << entry.path;
    if (entry.path.empty() || entry.path.back() == '/') continue;
    const auto place = std::find_if(places.begin(), places.end(), [&](const std::string& p) {
      return entry.path == p || (p.back() == '/' && entry.path.rfind(p, 0) == 0);
    });
    EXPECT_NE(place, places.end()) << "a stray file: " << entry.path;
    if (place != places.end()) used.insert(*place);
  }
  EXPECT_EQ(used, places);
}

TEST_P(Package, SaysWhatItIs) {
  const std::string control = dpkg_deb({"-f", package(GetParam()).string()});
  EXPECT_THAT(control, HasSubstr("Version: " INGEST_VERSION "\n"));
  EXPECT_THAT(control, AllOf(HasSubstr("Maintainer: "), HasSubstr("Section: ")));
  EXPECT_THAT(control, AllOf(HasSubstr("Description: "), Not(HasSubstr("built using CMake")),
                             Not(HasSubstr("\n  "))));
  // Computed from what the programs and libraries link.
  EXPECT_THAT(control, HasSubstr("libc6 (>= "));
}

INSTANTIATE_TEST_SUITE_P(All, Package,
                         ::testing::Values("ingest", "ingest-connectors-checkmarx-one",
                                           "libingest-dev"),
                         [](const auto& name) {
                           std::string text = name.param;
                           std::replace(text.begin(), text.end(), '-', '_');
                           return text;
                         });

std::string depends(const std::string& name) {
  return dpkg_deb({"-f", package(name).string(), "Depends"});
}

TEST(Packages, DependOnWhatTheyUse) {
  EXPECT_THAT(depends("ingest"),
              AllOf(HasSubstr("libcurl4"), HasSubstr("libprotobuf32"), HasSubstr("libsqlite3-0")));
  EXPECT_THAT(depends("ingest-connectors-checkmarx-one"),
              AllOf(HasSubstr("ingest (>= " INGEST_VERSION ")"), HasSubstr("libprotobuf-lite32"),
                    Not(HasSubstr("libcurl")), Not(HasSubstr("libboost"))));
  EXPECT_THAT(depends("libingest-dev"),
              AllOf(HasSubstr("libprotobuf-dev (>= 3.21)"), HasSubstr("libprotobuf-dev (<< 3.22)"),
                    HasSubstr("libboost1.81-dev"), HasSubstr("libyaml-cpp0.7")));
}

// The path of the build in a file of an installation breaks on the next machine, or tells of this
// one.
std::vector<std::string> files_with(const fs::path& folder, const std::string& text) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && read_file(entry.path()).find(text) != std::string::npos)
      found.push_back(entry.path().lexically_relative(folder).string());
  return found;
}

TEST(Packages, RememberNothingOfTheirBuild) {
  EXPECT_THAT(files_with(unpacked_system(), INGEST_SOURCE_DIR), IsEmpty());
  EXPECT_THAT(files_with(unpacked_system(), INGEST_BUILD_DIR), IsEmpty());
  // It would name the folder of the compiler, which need not be this one.
  EXPECT_THAT(files_with(unpacked_system(), ".debug_info"), IsEmpty());
}

// SOURCE_DATE_EPOCH was set for both.
TEST_P(Package, IsTheSameWhenItIsMadeAgain) {
  const fs::path one = package(GetParam());
  const fs::path other = one.parent_path().parent_path() / "again" / one.filename();
  ASSERT_TRUE(fs::exists(other)) << other;
  const std::string bytes = read_file(one);
  EXPECT_GT(bytes.size(), 1000U);
  EXPECT_TRUE(bytes == read_file(other)) << "compare " << one << " and " << other;
}

std::set<std::string> files_below(const fs::path& folder) {
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (!entry.is_directory()) files.insert(entry.path().lexically_relative(folder).string());
  return files;
}

TEST(Packages, HoldTheSameAsAnInstallation) {
  std::set<std::string> installed = files_below(installed_prefix());
  std::set<std::string> packed = files_below(unpacked_system() / "usr");
  EXPECT_EQ(installed.erase("share/ingest/ingest.service"), 1U);
  EXPECT_EQ(installed, packed);
}

TEST(Packages, TheUnitStartsTheProgramWhereItIs) {
  const std::string unit = read_file(unpacked_system() / "lib/systemd/system/ingest.service");
  EXPECT_THAT(unit, HasSubstr("ExecStart=/usr/bin/ingest serve"));
  const std::string copied = read_file(installed_prefix() / "share/ingest/ingest.service");
  EXPECT_THAT(copied,
              HasSubstr("ExecStart=" + (installed_prefix() / "bin/ingest").string() + " serve"));
}

class Place : public ::testing::TestWithParam<std::string> {};

TEST_P(Place, TheProgramFindsItsConnectors) {
  const Shell shell(GetParam());
  const ProcessResult result = shell.run("ingest plugins list --format json");
  ASSERT_EQ(result.status, 0) << result.err;
  std::map<std::string, std::string> states;
  const auto listed = boost::json::parse(result.out);
  for (const auto& plugin : listed.at("plugins").as_array()) {
    const std::string path = boost::json::value_to<std::string>(plugin.at("path"));
    EXPECT_EQ(path.rfind(GetParam(), 0), 0U) << path;
    states[boost::json::value_to<std::string>(plugin.at("id"))] =
        boost::json::value_to<std::string>(plugin.at("status"));
  }
  EXPECT_EQ(states, (std::map<std::string, std::string>{{"checkmarx-dast", "ok"},
                                                        {"checkmarx-sca", "ok"}}));
}

INSTANTIATE_TEST_SUITE_P(
    Of, Place, ::testing::Values(installed_prefix().string(), (unpacked_system() / "usr").string()),
    [](const auto& place) { return place.index == 0 ? "Installation" : "Packages"; });

}  // namespace
}  // namespace ingest::e2e
