#include "serve/connection_files.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "output/temporary_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class ConnectionFilesTest : public ::testing::Test {
 protected:
  ConnectionFilesTest() : files_(folder_.path()) { fs::create_directories(connections()); }
  fs::path connections() const { return connections_folder(folder_.path()); }
  void write(const std::string& file, const std::string& text) {
    std::ofstream(connections() / file) << text;
  }
  void write_good(const std::string& name, const std::string& more = "") {
    write(name + ".yaml", "kind: connection\nname: " + name + "\nplugin: p\n" + more);
  }
  bool changed() { return files_.refresh(ConnectionFiles::Read::kChanged); }
  std::string fault(const std::string& file) {
    const auto fault = files_.faults().find(connections() / file);
    return fault == files_.faults().end() ? "" : fault->second;
  }

  TemporaryFolder folder_;
  ConnectionFiles files_;
};

TEST_F(ConnectionFilesTest, ABrokenFileKeepsNobodyFromAnything) {
  write_good("good");
  write("broken.yaml", "kind: connection\nname: broken\nplugn: p\n");
  write("other-name.yaml", "kind: connection\nname: good\nplugin: p\n");
  write("not-a-connection.txt", "x");
  write(".good.yaml.new.yaml", "half");
  EXPECT_TRUE(changed());
  ASSERT_EQ(files_.connections().size(), 1U);
  EXPECT_TRUE(files_.connections().contains("good"));
  EXPECT_EQ(files_.faults().size(), 2U);
  EXPECT_THAT(fault("broken.yaml"), HasSubstr("did you mean 'plugin'?"));
  EXPECT_THAT(fault("other-name.yaml"), HasSubstr("its name is good"));
}

TEST_F(ConnectionFilesTest, ChangesAreSeen) {
  EXPECT_FALSE(changed());
  write_good("a");
  write_good("b");
  EXPECT_TRUE(changed());
  EXPECT_FALSE(changed());
  write_good("a", "status: inactive\n");
  EXPECT_TRUE(changed());
  EXPECT_FALSE(files_.connections().at("a").active);
  write("a.yaml", "nonsense");
  EXPECT_TRUE(changed());
  EXPECT_FALSE(files_.connections().contains("a"));
  write_good("a");
  EXPECT_TRUE(changed());
  EXPECT_TRUE(files_.connections().contains("a"));
  EXPECT_TRUE(files_.faults().empty());
  fs::remove(connections() / "b.yaml");
  EXPECT_TRUE(changed());
  EXPECT_FALSE(files_.connections().contains("b"));
  EXPECT_TRUE(files_.refresh(ConnectionFiles::Read::kAll));
}

TEST_F(ConnectionFilesTest, WhatOthersCouldWriteIsNotUsed) {
  write_good("good");
  write_good("open");
  fs::permissions(connections() / "open.yaml", fs::perms::all);
  fs::create_symlink(connections() / "good.yaml", connections() / "link.yaml");
  changed();
  EXPECT_EQ(files_.connections().size(), 1U);
  EXPECT_THAT(fault("open.yaml"), HasSubstr("everybody may write"));
  EXPECT_THAT(fault("link.yaml"), HasSubstr("symbolic link"));
  fs::permissions(connections(), fs::perms::all);
  EXPECT_TRUE(changed());
  EXPECT_TRUE(files_.connections().empty());
  EXPECT_EQ(files_.faults().size(), 1U);
  fs::permissions(connections(), fs::perms::owner_all);
  EXPECT_TRUE(changed());
  EXPECT_EQ(files_.connections().size(), 1U);
}

TEST_F(ConnectionFilesTest, NoFolderIsNoConnections) {
  fs::remove_all(connections());
  EXPECT_FALSE(changed());
  EXPECT_TRUE(files_.faults().empty());
}

}  // namespace
}  // namespace ingest::host
