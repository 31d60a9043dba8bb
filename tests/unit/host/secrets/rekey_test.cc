#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "secrets/store_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class RekeyTest : public StoreFolder {
 protected:
  void SetUp() override {
    set("a/k", "of a");
    set("b/k", "of b");
  }
  fs::path next() const { return state() / "secrets/master.key.next"; }
  void expect_all(const SecretStore& store) const {
    EXPECT_EQ(get(store, "a/k"), "of a");
    EXPECT_EQ(get(store, "b/k"), "of b");
  }
  void put(const fs::path& path, const std::string& text) const {
    write_file(path, text);
    ::chmod(path.c_str(), 0600);
  }
};

TEST_F(RekeyTest, EverythingIsUnderANewKey) {
  const std::string old_key = content_of(key());
  const std::string old_store = content_of(file());
  const auto times = store().list();
  const SecretStore::Rekeyed done = store().rekey(std::nullopt);
  EXPECT_EQ(done.secrets, 2U);
  EXPECT_EQ(done.key, key());
  EXPECT_TRUE(done.made);
  EXPECT_NE(content_of(key()), old_key);
  EXPECT_FALSE(fs::exists(next()));
  expect_all(store());
  EXPECT_EQ(store().list()[0].set_at, times[0].set_at);
  // The old pair still belongs together, and the old key opens nothing new.
  const std::string new_store = content_of(file());
  put(key(), old_key);
  EXPECT_ANY_THROW(store().get("a/k"));
  put(file(), old_store);
  expect_all(store());
  put(file(), new_store);
}

// Each state in which a kill can leave the folder.
TEST_F(RekeyTest, AKillAtAnyPointLeavesAPairThatCanBeRead) {
  const std::string old_key = content_of(key());
  const std::string old_store = content_of(file());
  store().rekey(std::nullopt);
  const std::string new_key = content_of(key());
  const std::string new_store = content_of(file());
  const auto folder = [&](const std::string& key_bytes, const std::string& store_bytes,
                          const std::string& next_bytes) {
    put(key(), key_bytes);
    put(file(), store_bytes);
    fs::remove(next());
    if (!next_bytes.empty()) put(next(), next_bytes);
  };
  const auto check = [&](const char* when) {
    SCOPED_TRACE(when);
    expect_all(store());
    set("c/k", "of c");  // whoever changes something tidies up
    EXPECT_FALSE(fs::exists(next()));
    EXPECT_EQ(get("c/k"), "of c");
    expect_all(store());
    store().rekey(std::nullopt);
    expect_all(store());
  };
  folder(old_key, old_store, "");
  put(state() / "secrets/.master.key.next.new", "ab");
  check("the new key is half written");
  folder(old_key, old_store, new_key);
  check("the new key is written");
  folder(old_key, old_store, new_key);
  put(state() / "secrets/.store.new", new_store.substr(0, 40));
  check("the new store is half written");
  folder(old_key, new_store, new_key);
  check("the new store is written");
  folder(new_key, new_store, "");
  check("the new key has its place");
}

TEST_F(RekeyTest, AKeyThatFitsNothingIsStillToldAsSuch) {
  put(next(), std::string(63, '0') + "2\n");
  put(key(), std::string(63, '0') + "1\n");
  EXPECT_THAT(failing([&] { store().get("a/k"); }), HasSubstr("is not the one"));
}

TEST_F(RekeyTest, KilledAtRandomMomentsItLosesNothing) {
  std::mt19937 random(20261127);
  for (int round = 0; round < 40; ++round) {
    const pid_t pid = ::fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      try {
        while (true) store().rekey(std::nullopt);
      } catch (...) {
        ::_exit(1);
      }
    }
    // Which moment it hits is left to chance; that it is none in particular is the point.
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
    ::kill(pid, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    ASSERT_TRUE(WIFSIGNALED(status)) << "rekey failed by itself";
    expect_all(store());
  }
}

TEST_F(RekeyTest, WhoReadsMeanwhileSeesTheValues) {
  const pid_t pid = ::fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) {
    try {
      for (int i = 0; i < 60; ++i) store().rekey(std::nullopt);
    } catch (...) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  int status = 0;
  while (::waitpid(pid, &status, WNOHANG) == 0) {
    const std::string value = get("a/k");
    if (value != "of a") ADD_FAILURE() << value;
  }
  EXPECT_EQ(status, 0);
}

TEST_F(RekeyTest, ToANewFileWhichIsMade) {
  const SecretStore::Rekeyed done = store().rekey(at("new.key"));
  EXPECT_TRUE(done.made);
  struct stat facts {};
  ASSERT_EQ(::stat(at("new.key").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777U, 0600U);
  EXPECT_FALSE(fs::exists(key())) << "nothing is encrypted with it any more";
  expect_all(store({at("new.key"), {}}));
  EXPECT_THAT(failing([&] { store().get("a/k"); }), HasSubstr("is not there"));
}

TEST_F(RekeyTest, FromANamedKeyToAnotherThatIsThere) {
  store().rekey(at("one.key"));
  put(at("two.key"), std::string(64, 'b') + "\n");
  const SecretStore::Rekeyed done = store({at("one.key"), {}}).rekey(at("two.key"));
  EXPECT_FALSE(done.made);
  EXPECT_EQ(content_of(at("two.key")), std::string(64, 'b') + "\n");
  EXPECT_TRUE(fs::exists(at("one.key"))) << "it is not ours";
  expect_all(store({at("two.key"), {}}));
  EXPECT_ANY_THROW(store({at("one.key"), {}}).get("a/k"));
}

TEST_F(RekeyTest, ANamedKeyIsNotReplacedUnasked) {
  store().rekey(at("one.key"));
  const std::string what = failing([&] { store({at("one.key"), {}}).rekey(std::nullopt); });
  EXPECT_THAT(what, HasSubstr("one.key"));
  EXPECT_THAT(what, HasSubstr("--new-key-file"));
}

TEST_F(RekeyTest, BackToAKeyOfItsOwn) {
  store().rekey(at("one.key"));
  store({at("one.key"), {}}).rekey(key());
  expect_all(store());
}

TEST_F(RekeyTest, RefusesTheKeyInUseAndWhatIsNoKey) {
  store().rekey(at("one.key"));
  const KeyPlaces places{at("one.key"), {}};
  EXPECT_THAT(failing([&] { store(places).rekey(at("one.key")); }), HasSubstr("in use"));
  put(at("two.key"), "nothing\n");
  EXPECT_THAT(failing([&] { store(places).rekey(at("two.key")); }), HasSubstr("no master key"));
  ::chmod(at("two.key").c_str(), 0644);
  EXPECT_THAT(failing([&] { store(places).rekey(at("two.key")); }), HasSubstr("is not used"));
  expect_all(store(places));
}

TEST_F(RekeyTest, WithoutAStoreThereIsNothingToDo) {
  fs::remove_all(state());
  EXPECT_THAT(failing([&] { store().rekey(std::nullopt); }), HasSubstr("no secret store yet"));
}

}  // namespace
}  // namespace ingest::host
