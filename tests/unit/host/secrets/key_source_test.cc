#include "secrets/key_source.hpp"

#include <sys/stat.h>

#include "secrets/store_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class KeySourceTest : public StoreFolder {
 protected:
  fs::path key_in(const std::string& name, const std::string& digits, mode_t mode = 0600) const {
    fs::create_directories(at(name).parent_path());
    write_file(at(name), digits);
    ::chmod(at(name).c_str(), mode);
    return at(name);
  }
  static std::string digits(char c) { return std::string(63, '1') + c + "\n"; }
};

TEST_F(KeySourceTest, TheNamedFileBeatsTheCredentialBeatsTheOwnKey) {
  const fs::path named = key_in("named.key", digits('a'));
  key_in("credentials/ingest-master-key", digits('b'));
  const fs::path folder = state() / "secrets";
  const KeyPlaces both{named, at("credentials")};
  EXPECT_EQ(key_source(both, folder).file, named);
  EXPECT_EQ(key_source({{}, at("credentials")}, folder).file, at("credentials/ingest-master-key"));
  EXPECT_EQ(key_source({{}, at("no-such-folder")}, folder).file, folder / "master.key");
  EXPECT_EQ(key_source({}, folder).file, folder / "master.key");
}

TEST_F(KeySourceTest, AStoreUnderANamedKeyMakesNoOwnOne) {
  const KeyPlaces places{key_in("named.key", digits('a')), {}};
  store(places).set("a/k", SecretString("x"));
  EXPECT_FALSE(fs::exists(key()));
  EXPECT_EQ(get(store(places), "a/k"), "x");
  EXPECT_THAT(failing([&] { store().get("a/k"); }), HasSubstr("is not there"));
  const KeyPlaces other{key_in("other.key", digits('b')), {}};
  EXPECT_THAT(failing([&] { store(other).get("a/k"); }), HasSubstr("is not the one"));
}

TEST_F(KeySourceTest, ANamedKeyThatIsNotThereIsNotReplacedByAnother) {
  set("a/k", "x");
  const KeyPlaces places{at("none.key"), {}};
  const std::string what = failing([&] { store(places).get("a/k"); });
  EXPECT_THAT(what, AllOf(HasSubstr("none.key"), HasSubstr("INGEST_MASTER_KEY_FILE")));
  EXPECT_THAT(failing([&] { store(places).set("b/k", SecretString("x")); }), HasSubstr("none.key"));
}

// systemd grants the right to read by an access list, which shows as the group's.
TEST_F(KeySourceTest, ACredentialMayBeTheGroupsButNotEverybodys) {
  key_in("credentials/ingest-master-key", digits('b'), 0440);
  const KeyPlaces places{{}, at("credentials")};
  store(places).set("a/k", SecretString("x"));
  EXPECT_EQ(get(store(places), "a/k"), "x");
  ::chmod(at("credentials/ingest-master-key").c_str(), 0442);
  EXPECT_THAT(failing([&] { store(places).get("a/k"); }), HasSubstr("is not used"));
}

TEST_F(KeySourceTest, ANamedKeyIsForItsOwnerAlone) {
  const KeyPlaces places{key_in("named.key", digits('a'), 0440), {}};
  EXPECT_THAT(failing([&] { store(places).set("a/k", SecretString("x")); }),
              HasSubstr("is not used"));
}

TEST_F(KeySourceTest, RefusesWhatIsNoKeyWithoutRepeatingIt) {
  const std::string almost(62, 'a');
  for (const std::string& text :
       {std::string(), std::string("\n"), almost, almost + "aaa", almost + "ag",
        std::string(64, '0'), almost + "aa\n\n", " " + almost + "aa", std::string(5000, 'a')}) {
    const KeyPlaces places{key_in("named.key", text), {}};
    const std::string what = failing([&] { store(places).set("a/k", SecretString("x")); });
    EXPECT_THAT(what, HasSubstr("named.key")) << text;
    EXPECT_THAT(what, ::testing::Not(HasSubstr("aaaaaaaa"))) << text;
  }
}

TEST_F(KeySourceTest, AKeyReadsWhatItWrites) {
  const MasterKey key = MasterKey::make();
  const SecretString text = key.text();
  const std::optional<MasterKey> again = MasterKey::parse(text.reveal());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id(), key.id());
  EXPECT_NE(MasterKey::make().id(), key.id());
}

}  // namespace
}  // namespace ingest::host
