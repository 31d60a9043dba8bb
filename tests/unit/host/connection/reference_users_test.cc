#include "connection/reference_users.hpp"

#include <gmock/gmock.h>

#include "output/temporary_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using Users = std::map<std::string, std::set<std::string>>;

class ReferenceUsers : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_.path() / "connections"); }
  void file(const std::string& name, const std::string& text) const {
    write_file(folder_.path() / "connections" / name, text);
  }
  Users users(Reference::Kind kind) const { return reference_users(folder_.path(), kind); }
  TemporaryFolder folder_;
};

TEST_F(ReferenceUsers, AreTheFilesThatReferToIt) {
  const std::string start = "kind: connection\nname: x\nplugin: p\nconfig:\n";
  file("a.yaml", start + "  k: ${secret:a/k}\n  l: ${env:V}\n");
  file("b.yaml", start + "  k: '${secret:a/k}'\n  l: \"\\x24{secret:b/k}\"\n");
  file("broken.yaml", "[ ${secret:c/k} ${secret:cut\n}");
  file("a.yaml.bak", start + "  k: ${secret:d/k}\n");
  fs::create_directory(folder_.path() / "connections/folder.yaml");
  EXPECT_EQ(users(Reference::Kind::kStore),
            (Users{{"a/k", {"a", "b"}}, {"b/k", {"b"}}, {"c/k", {"broken"}}}));
  EXPECT_EQ(users(Reference::Kind::kEnvironment), (Users{{"V", {"a"}}}));
}

TEST_F(ReferenceUsers, NoFolderHasNone) {
  EXPECT_TRUE(reference_users(folder_.path() / "none", Reference::Kind::kStore).empty());
}

}  // namespace
}  // namespace ingest::host
