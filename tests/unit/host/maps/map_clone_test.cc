// A clone is its original but for the head, however that is written, and is never half a file.
#include "maps/map_clone.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "diagnostics/failure.hpp"
#include "maps/small_map.hpp"
#include "output/temporary_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

MapFile parsed(const std::string& yaml) { return parse_map_text(yaml, "here"); }

boost::json::object rest_of(const MapFile& map) {
  boost::json::object all = boost::json::parse(map.json).as_object();
  for (const char* key : {"name", "title", "version"}) all.erase(key);
  return all;
}

// The clone, held against the original by somebody else's eyes.
MapFile checked_clone(const std::string& yaml, const std::string& name, const std::string& title) {
  const MapFile from = parsed(yaml);
  EXPECT_EQ(from.fault, "") << yaml;
  const MapFile clone = parsed(cloned_text(from, name, title));
  EXPECT_EQ(clone.fault, "") << clone.yaml;
  EXPECT_EQ(clone.name, name) << clone.yaml;
  EXPECT_EQ(clone.title, title) << clone.yaml;
  EXPECT_EQ(clone.version, 1U) << clone.yaml;
  EXPECT_EQ(rest_of(clone), rest_of(from)) << clone.yaml;
  return clone;
}

template <class Action>
Failure failure_of(Action action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure;
  }
  ADD_FAILURE() << "it went well";
  return Failure(ExitStatus::kOk, "");
}

TEST(MapClone, OfTheShippedMapsKeepsEveryLineButThree) {
  for (const char* plugin : {"checkmarx-sca", "checkmarx-dast"}) {
    const std::string yaml = text_of(fs::path(INGEST_PLUGINS) / plugin / "maps" /
                                     (std::string(plugin) + "-default.yaml"));
    ASSERT_GT(yaml.size(), 1000U);
    std::string expected = yaml;
    const auto change = [&expected](const std::string& key, const std::string& to) {
      const std::size_t at = expected.find("\n" + key + ": ") + 1;
      expected.replace(at, expected.find('\n', at) - at, key + ": " + to);
    };
    change("name", "acme");
    change("title", "\"Ours: \\\"all\\\" #1\"");
    change("version", "1");
    EXPECT_EQ(checked_clone(yaml, "acme", "Ours: \"all\" #1").yaml, expected);
  }
}

TEST(MapClone, EditsTheHeadHoweverItIsWritten) {
  const std::string tests = "tests:\n  - {name: a case, version: 3, title: no head}\n";
  const char* const heads[] = {
      "name: small\ntitle: A map\nversion: 7\n",
      "\"name\": 'it''s small'   # name: remark\n'title' : \"A \\\"map\\\" # really\"\nversion:   "
      "7\t# version: 8\n",
      "name: small#not a remark\nversion: 7\n# title: none\n",
      "title: >-\n  A map\n  # in two lines\n\n  name: folded\n\n# a remark\nname: small\n"
      "version: 7\n",
      "title: |\n   A map\nname:\n  small\nversion: 7\n",
      "title: A map\n  that goes on # here\nname: small\nversion: 7\n",
      "title: \"A map\n  that goes on\"\nname: 'small\n\n  and large'\nversion:\n  # the number\n  "
      "7\n",
      "? name\n: small\ntitle: A map\nversion: 7\n",
      "# \xC3\xA4\xC3\xB6\xE2\x82\xAC\nname: sm\xC3\xA4ll\ntitle: \"\xE2\x82\xAC\"\nversion: 7\n",
  };
  for (const char* head : heads) {
    const std::string yaml = small_map("", head) + tests;
    const MapFile clone = checked_clone(yaml, "acme.2", "Ours");
    // What is a remark stays one; all of them are there.
    EXPECT_EQ(std::count(clone.yaml.begin(), clone.yaml.end(), '#') +
                  (yaml.find("small#not") == std::string::npos ? 0 : 1) +
                  (yaml.find("# really") == std::string::npos ? 0 : 1) +
                  (yaml.find("# in two") == std::string::npos ? 0 : 1),
              std::count(yaml.begin(), yaml.end(), '#'))
        << clone.yaml;
    std::string crlf;
    for (const char c : yaml) crlf += c == '\n' ? "\r\n" : std::string(1, c);
    const MapFile other = checked_clone(crlf, "acme.2", "Ours");
    EXPECT_EQ(std::count(other.yaml.begin(), other.yaml.end(), '\r'),
              std::count(other.yaml.begin(), other.yaml.end(), '\n'));
    checked_clone("\xEF\xBB\xBF" + yaml, "acme.2", "Ours");
    checked_clone("---\n" + yaml, "acme.2", "Ours");
    checked_clone("%YAML 1.2\n---\n" + yaml + "...\n", "acme.2", "Ours");
  }
}

TEST(MapClone, OfJsonAndOfAMapThatIsIndented) {
  const std::string json = parsed(small_map()).json;
  checked_clone(json, "acme", "Ours");
  boost::json::object untitled = boost::json::parse(json).as_object();
  untitled.erase("title");
  checked_clone(boost::json::serialize(untitled), "acme", "Ours");
  std::string indented = "  ";
  for (const char c : small_map("", "name: small\nversion: 7\n"))
    indented += c == '\n' ? "\n  " : std::string(1, c);
  checked_clone(indented, "acme", "Ours");
}

TEST(MapClone, NamesThatWouldBeSomethingElseAreQuoted) {
  for (const char* name : {"true", "NULL", "1.5", "0x10", "7", "2026-01-12", "no", "e5", "a-b_c.d"})
    checked_clone(small_map(), name, "5");
}

TEST(MapClone, OfNamesInOtherPlacesTouchesTheHeadAlone) {
  const std::string rows =
      "  - each: tags\n    to: customAttributes\n"
      "    fields: {key: name, value: version}\n"
      "  - {const: 'name: small', to: customAttributes.name, note: 'title: x'}\n";
  EXPECT_THAT(checked_clone(small_map(rows), "acme", "Ours").yaml, HasSubstr(rows));
}

TEST(MapClone, OfABrokenMapIsRefusedWithItsFault) {
  const struct {
    std::string yaml;
    const char* says;
  } cases[] = {
      {"kind: map\nname: [\n", "line "},
      {"kind: connection\n", "it has no \"kind: map\""},
      {small_map("  - {from: a, to: findings[].sevrity}\n", "name: s\nversion: 1\n"), "line "},
      {small_map("  - {from: a, to: 'findings[].sevrity'}\n"), "findings[].severity"},
      {small_map("", "name: small\n"), "version"},
      {small_map("", "name: small\nversion: 1\ntitle: [x]\n"), "'title' must be a text"},
  };
  for (const auto& each : cases) {
    const Failure failure = failure_of([&] { cloned_text(parsed(each.yaml), "acme", "Ours"); });
    EXPECT_EQ(failure.status(), ExitStatus::kConfig);
    EXPECT_THAT(failure.what(), HasSubstr("the map here is not cloned, since it is broken: "));
    EXPECT_THAT(failure.what(), HasSubstr(each.says));
  }
}

class CloneFile : public ::testing::Test {
 protected:
  CloneFile() {
    v1::ConnectorDescriptor connector;
    connector.set_id("acme");
    connector.set_version("1.0.0");
    v1::MapInfo& map = *connector.add_maps();
    map.set_name("small");
    map.set_yaml(small_map());
    connectors_.push_back(connector);
  }
  fs::path clone(const std::string& from, const std::string& to, const std::string& title = {}) {
    const MapCatalogue catalogue(connectors_, config_);
    return clone_map(catalogue, catalogue.find(from), to, title, config_);
  }
  TemporaryFolder folder_;
  const fs::path config_ = folder_.path() / "config";
  std::vector<v1::ConnectorDescriptor> connectors_;
};

TEST_F(CloneFile, LiesWhereTheCatalogueLooksForTheOwnerAlone) {
  const fs::path file = clone("small", "mine");
  EXPECT_EQ(file, config_ / "maps" / "mine.yaml");
  struct stat facts {};
  ASSERT_EQ(::stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777U, 0600U);
  ASSERT_EQ(::stat(file.parent_path().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777U, 0700U);
  EXPECT_EQ(std::distance(fs::directory_iterator(file.parent_path()), {}), 1);
  const MapFile mine = MapCatalogue(connectors_, config_).find("mine");
  EXPECT_EQ(mine.fault, "");
  EXPECT_EQ(mine.title, "Clone of small version 7");
  EXPECT_EQ(clone("mine", "mine.2", "Ours").filename(), "mine.2.yaml");
  EXPECT_EQ(MapCatalogue(connectors_, config_).find("mine.2").title, "Ours");
}

TEST_F(CloneFile, NeverTakesAPlaceThatIsTaken) {
  const std::string before = text_of(clone("small", "mine"));
  const Failure twice = failure_of([&] { clone("small", "mine", "Another"); });
  EXPECT_EQ(twice.status(), ExitStatus::kConfig);
  EXPECT_THAT(twice.what(), HasSubstr("there is a map mine already: "));
  EXPECT_THAT(twice.hint(), HasSubstr("Choose another name"));
  EXPECT_EQ(text_of(config_ / "maps" / "mine.yaml"), before);
  fs::create_symlink("nowhere", config_ / "maps" / "link.yaml");
  EXPECT_THAT(failure_of([&] { clone("small", "link"); }).what(), HasSubstr("already"));
  EXPECT_THAT(failure_of([&] { clone("mine", "small"); }).what(),
              HasSubstr("small is the name of a map that acme 1.0.0 ships"));
  EXPECT_EQ(failure_of([&] { clone("mine", "default"); }).status(), ExitStatus::kConfig);
}

TEST_F(CloneFile, HasANameThatIsOne) {
  for (const std::string& name :
       {std::string(), std::string("../x"), std::string("a/b"), std::string(".x"),
        std::string("-x"), std::string("a b"), std::string("x.yaml"), std::string("x.yml"),
        std::string("\xC3\xA4"), std::string("a\nb"), std::string(65, 'a')}) {
    EXPECT_EQ(failure_of([&] { clone("small", name); }).status(), ExitStatus::kUsage) << name;
  }
  for (const char* title : {"two\nlines", "\x1b[31m", "\xff"})
    EXPECT_EQ(failure_of([&] { clone("small", "x", title); }).status(), ExitStatus::kUsage);
  EXPECT_FALSE(fs::exists(config_));
  EXPECT_NO_THROW(clone("small", std::string(64, 'a')));
}

}  // namespace
}  // namespace ingest::host
