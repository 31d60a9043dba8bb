#include "secrets/secret_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "secrets/store_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using SecretStoreTest = StoreFolder;

std::vector<std::string> names_of(const SecretStore& store) {
  std::vector<std::string> names;
  for (const StoredSecret& one : store.list()) names.push_back(one.name);
  return names;
}

mode_t mode_of(const fs::path& path) {
  struct stat facts {};
  EXPECT_EQ(::lstat(path.c_str(), &facts), 0) << path;
  return facts.st_mode & 07777U;
}

TEST_F(SecretStoreTest, GivesBackWhatWasSet) {
  const std::string large(kMostSecretBytes, 'x');
  set("acme-sca/api_key", "swordfish");
  set("acme-sca/large", large);
  set("b.2/k", "zwei\nZeilen \xE2\x9C\x93");
  EXPECT_EQ(get("acme-sca/api_key"), "swordfish");
  EXPECT_EQ(get("acme-sca/large"), large);
  EXPECT_EQ(get("b.2/k"), "zwei\nZeilen \xE2\x9C\x93");
}

TEST_F(SecretStoreTest, TheLastValueCounts) {
  set("a/k", "one");
  set("a/k", "two");
  EXPECT_EQ(get("a/k"), "two");
  EXPECT_THAT(names_of(store()), ::testing::ElementsAre("a/k"));
}

TEST_F(SecretStoreTest, ListsNamesInOrderWithTheTime) {
  const auto before = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  for (const char* name : {"b/k", "a/z", "a/k", "c/k"}) set(name, "value");
  EXPECT_THAT(names_of(store()), ::testing::ElementsAre("a/k", "a/z", "b/k", "c/k"));
  for (const StoredSecret& one : store().list()) {
    EXPECT_GE(one.set_at, before);
    EXPECT_LE(one.set_at, std::chrono::system_clock::now());
  }
}

TEST_F(SecretStoreTest, ReadingMakesNothing) {
  EXPECT_TRUE(store().list().empty());
  EXPECT_FALSE(store().has("a/k"));
  EXPECT_FALSE(store().remove("a/k"));
  const std::string what = failing([&] { store().get("a/k"); });
  EXPECT_THAT(what, AllOf(HasSubstr(file().string()), HasSubstr("does not exist")));
  EXPECT_THAT(what, HasSubstr("ingest secrets set a/k"));
  EXPECT_FALSE(fs::exists(state()));
}

TEST_F(SecretStoreTest, AMissingOneIsToldWithTheNearestName) {
  set("acme-sca/api_key", "x");
  const std::string what = failing([&] { store().get("acme-sca/apikey"); });
  EXPECT_THAT(what, AllOf(HasSubstr("holds no acme-sca/apikey"),
                          HasSubstr("did you mean 'acme-sca/api_key'?")));
}

TEST_F(SecretStoreTest, RemovesOne) {
  set("a/k", "one");
  set("a/l", "two");
  EXPECT_TRUE(store().remove("a/k"));
  EXPECT_FALSE(store().remove("a/k"));
  EXPECT_THAT(names_of(store()), ::testing::ElementsAre("a/l"));
  EXPECT_EQ(get("a/l"), "two");
}

TEST_F(SecretStoreTest, WholeConnectionsAreRenamedCopiedRemoved) {
  for (const char* name : {"a/k", "a/l", "ab/k"}) set(name, std::string("of ") + name);
  EXPECT_EQ(store().rename_prefix("a", "z"), 2U);
  EXPECT_THAT(names_of(store()), ::testing::ElementsAre("ab/k", "z/k", "z/l"));
  EXPECT_EQ(get("z/k"), "of a/k");
  EXPECT_EQ(store().copy_prefix("z", "y"), 2U);
  EXPECT_EQ(get("y/l"), "of a/l");
  EXPECT_EQ(get("z/l"), "of a/l");
  EXPECT_EQ(store().remove_prefix("z"), 2U);
  EXPECT_THAT(names_of(store()), ::testing::ElementsAre("ab/k", "y/k", "y/l"));
  EXPECT_EQ(store().rename_prefix("nobody", "x"), 0U);
}

TEST_F(SecretStoreTest, RenamingOverwritesNothing) {
  set("a/k", "of a");
  set("b/other", "of b");
  EXPECT_THAT(failing([&] { store().rename_prefix("a", "b"); }), HasSubstr("b already"));
  EXPECT_EQ(get("a/k"), "of a");
}

TEST_F(SecretStoreTest, RefusesNamesAndValuesThatAreNone) {
  for (const char* name : {"", "a", "/k", "a/", "a/b/c", "../k", "a/..", "a b/k", "a/k\n"})
    EXPECT_THAT(failing([&] { set(name, "x"); }), HasSubstr("no name of a secret")) << name;
  EXPECT_THAT(failing([&] { set("a/k", ""); }), HasSubstr("is empty"));
  EXPECT_THAT(failing([&] { set("a/k", std::string(kMostSecretBytes + 1, 'x')); }),
              HasSubstr("larger than 64 KiB"));
  EXPECT_THAT(failing([&] { set("a/k", "\xFF"); }), HasSubstr("UTF-8"));
  EXPECT_THAT(failing([&] { set("a/k", std::string("a\0b", 3)); }), HasSubstr("UTF-8"));
  EXPECT_FALSE(fs::exists(state()));
}

TEST_F(SecretStoreTest, IsForItsOwnerAlone) {
  const mode_t before = ::umask(0);
  set("a/k", "x");
  ::umask(before);
  EXPECT_EQ(mode_of(state()), 0700U);
  EXPECT_EQ(mode_of(state() / "secrets"), 0700U);
  EXPECT_EQ(mode_of(file()), 0600U);
  EXPECT_EQ(mode_of(key()), 0600U);
}

TEST_F(SecretStoreTest, HoldsNoValueInClear) {
  set("acme/api_key", "swordfish");
  EXPECT_THAT(content_of(file()), AllOf(HasSubstr("acme/api_key"), Not(HasSubstr("swordfish"))));
}

TEST_F(SecretStoreTest, RefusesFilesThatOthersCanGetAt) {
  set("a/k", "x");
  for (const fs::path& path : {file(), key()}) {
    for (const mode_t mode : {0640U, 0604U, 0602U}) {
      ::chmod(path.c_str(), mode);
      const std::string what = failing([&] { store().get("a/k"); });
      EXPECT_THAT(what, HasSubstr(path.string() + " is not used")) << std::oct << mode;
      EXPECT_THAT(failing([&] { set("a/k", "y"); }), HasSubstr("is not used"));
    }
    ::chmod(path.c_str(), 0600);
  }
  EXPECT_EQ(get("a/k"), "x");
}

TEST_F(SecretStoreTest, RefusesSymbolicLinks) {
  set("a/k", "x");
  for (const fs::path& path : {file(), key(), state() / "secrets"}) {
    const fs::path away = path.string() + ".real";
    fs::rename(path, away);
    fs::create_symlink(away, path);
    EXPECT_THAT(failing([&] { store().get("a/k"); }), HasSubstr("symbolic link")) << path;
    fs::remove(path);
    fs::rename(away, path);
  }
  EXPECT_EQ(get("a/k"), "x");
}

TEST_F(SecretStoreTest, AFullDiskOrAFullStoreKeepsWhatIsThere) {
  set("a/k", "x");
  ::chmod((state() / "secrets").c_str(), 0700);
  fs::create_directory(state() / "secrets/.store.new");  // in the way of the new file
  EXPECT_ANY_THROW(set("a/k", "y"));
  fs::remove(state() / "secrets/.store.new");
  EXPECT_EQ(get("a/k"), "x");
}

// Two processes at once, from nothing: one key, and no secret lost.
TEST_F(SecretStoreTest, ProcessesThatSetAtOnceLoseNothing) {
  constexpr int kProcesses = 4;
  constexpr int kEach = 15;
  int gate[2];
  ASSERT_EQ(::pipe2(gate, O_CLOEXEC), 0);
  std::vector<pid_t> children;
  for (int p = 0; p < kProcesses; ++p) {
    const pid_t pid = ::fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      ::close(gate[1]);
      char c = 0;
      if (::read(gate[0], &c, 1) != 0) ::_exit(2);  // all start when the gate closes
      try {
        for (int i = 0; i < kEach; ++i)
          set("p" + std::to_string(p) + "/k" + std::to_string(i), "value");
      } catch (...) {
        ::_exit(1);
      }
      ::_exit(0);
    }
    children.push_back(pid);
  }
  ::close(gate[0]);
  ::close(gate[1]);
  for (const pid_t pid : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(store().list().size(), static_cast<std::size_t>(kProcesses) * kEach);
  EXPECT_EQ(get("p3/k14"), "value");
}

}  // namespace
}  // namespace ingest::host
