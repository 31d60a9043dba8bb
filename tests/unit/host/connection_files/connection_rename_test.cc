// A rename that is killed at any step leaves a connection that works, and the next command ends it.
#include "connection_files/connection_rename.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connection/connection.hpp"
#include "connection_files/connection_folder.hpp"
#include "connection_files/connection_removal.hpp"
#include "connection_files/connection_save.hpp"
#include "diagnostics/failure.hpp"
#include "output/temporary_folder.hpp"
#include "storage/replaced_file.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

struct Killed {};

constexpr char kFile[] =
    "kind: connection\nname: old  # ours\nplugin: c\nconfig:\n  region: deu\n"
    "  api_key: ${secret:old/api_key}\n  other: ${secret:shared/x}\n"
    "http: {proxy: \"${secret:old/proxy}\"}\n";

class Rename : public ::testing::Test {
 protected:
  Rename() : secrets_(state(), {}), states_(state()) {
    NewSecrets fresh;
    fresh.add("old/api_key", SecretString(std::string("one")));
    fresh.add("old/proxy", SecretString(std::string("two")));
    fresh.add("shared/x", SecretString(std::string("three")));
    save_new_connection(file("old"), kFile, fresh, secrets_);
    states_.enter("old", ConnectionState::kRegistered, "for the test");
  }
  std::filesystem::path config() const { return folder_.path() / "config"; }
  std::filesystem::path state() const { return folder_.path() / "state"; }
  std::filesystem::path file(const std::string& name) const {
    return connection_file(config(), name);
  }
  ConnectionPlaces places() { return {config(), secrets_, states_}; }

  // Its file reads well, and all that it refers to is in the store.
  bool works(const std::string& name) {
    if (!is_taken(file(name))) return false;
    const Connection read = parse_named(connection_text_of(file(name)), file(name), name);
    return secrets_.get(name + "/api_key").reveal() == "one" &&
           secrets_.get(name + "/proxy").reveal() == "two" &&
           read.config.at("api_key").text == "${secret:" + name + "/api_key}" &&
           read.http.proxy.text == "${secret:" + name + "/proxy}" &&
           read.config.at("other").text == "${secret:shared/x}";
  }
  void expect_only(const std::string& name, const std::string& other) {
    EXPECT_TRUE(works(name));
    EXPECT_FALSE(is_taken(file(other)));
    EXPECT_FALSE(rename_is_open(config()));
    for (const StoredSecret& secret : secrets_.list())
      EXPECT_NE(secret.name.substr(0, secret.name.find('/')), other);
    EXPECT_TRUE(states_.state_of(name));
    EXPECT_FALSE(states_.state_of(other));
  }

  TemporaryFolder folder_;
  SecretStore secrets_;
  StateStore states_;
};

BeforeStep killed_at(int wanted) {
  return [wanted](int step) {
    if (step == wanted) throw Killed();
  };
}

TEST_F(Rename, FileSecretsAndStateFollow) {
  rename_connection(places(), "old", "new");
  expect_only("new", "old");
  EXPECT_THAT(connection_text_of(file("new")), HasSubstr("name: new  # ours\n"));
  EXPECT_EQ(secrets_.get("shared/x").reveal(), "three");
  EXPECT_EQ(states_.state_of("new")->why, "for the test");
  EXPECT_FALSE(finish_rename(places()));
}

TEST_F(Rename, KilledAtEveryStepOneOfBothWorksAndTheNextCommandEndsIt) {
  int steps = 0;
  rename_connection(places(), "old", "new", [&](int) { ++steps; });
  rename_connection(places(), "new", "old");
  ASSERT_EQ(steps, 7);
  for (int step = 1; step <= steps; ++step) {
    SCOPED_TRACE(step);
    EXPECT_THROW(rename_connection(places(), "old", "new", killed_at(step)), Killed);
    EXPECT_TRUE(works("old") || works("new"));
    const auto told = finish_rename(places());
    EXPECT_EQ(told.has_value(), step > 1);
    if (works("new")) {
      EXPECT_GE(step, 4);
      EXPECT_THAT(*told, HasSubstr("finished"));
      expect_only("new", "old");
      rename_connection(places(), "new", "old");
    } else if (told) {
      EXPECT_THAT(*told, HasSubstr("back"));
    }
    expect_only("old", "new");
  }
}

TEST_F(Rename, FinishingMayBeKilledToo) {
  for (int step = 4; step <= 7; ++step) {
    SCOPED_TRACE(step);
    EXPECT_THROW(rename_connection(places(), "old", "new", killed_at(4)), Killed);
    EXPECT_THROW(finish_rename(places(), killed_at(step)), Killed);
    EXPECT_TRUE(works("new"));
    EXPECT_TRUE(finish_rename(places()));
    expect_only("new", "old");
    rename_connection(places(), "new", "old");
  }
}

TEST_F(Rename, ANameThatIsTakenIsRefusedAndNothingHappens) {
  save_new_connection(file("new"), "kind: connection\nname: new\nplugin: c\n", {}, secrets_);
  EXPECT_THROW(rename_connection(places(), "old", "new"), Failure);
  EXPECT_THROW(rename_connection(places(), "nobody", "other"), Failure);
  EXPECT_THROW(rename_connection(places(), "old", "a/b"), Failure);
  EXPECT_TRUE(works("old"));
  EXPECT_FALSE(rename_is_open(config()));
  secrets_.set("third/x", SecretString(std::string("s")));
  EXPECT_THROW(rename_connection(places(), "old", "third"), Failure);
  EXPECT_TRUE(works("old"));
}

TEST_F(Rename, ANoteThatIsNoneIsReportedAndLeft) {
  for (const char* text : {"", "old", "old new", "old ../new\n", " new\n", "a b c\n"}) {
    {
      const FolderLock lock(connections_folder(config()));
      replace_file(connections_folder(config()) / ".rename", text);
    }
    EXPECT_THROW(finish_rename(places()), Failure) << text;
    EXPECT_TRUE(works("old"));
  }
}

TEST_F(Rename, RemovalTakesFileSecretsAndState) {
  const Removed removed = remove_connection(places(), "old", StateStore::Runs::kStay);
  EXPECT_TRUE(removed.file);
  EXPECT_EQ(removed.secrets, 2U);
  EXPECT_TRUE(removed.state);
  EXPECT_FALSE(is_taken(file("old")));
  EXPECT_EQ(secrets_.get("shared/x").reveal(), "three");
  EXPECT_FALSE(states_.state_of("old"));
  const Removed again = remove_connection(places(), "old", StateStore::Runs::kStay);
  EXPECT_FALSE(again.file || again.state || again.secrets > 0);
}

TEST_F(Rename, AChangeMadeMeanwhileIsNotOverwritten) {
  NewSecrets fresh;
  fresh.add("old/api_key", SecretString(std::string("newer")));
  try {
    save_changed_connection(file("old"), "what somebody saw before", "x", fresh, secrets_);
    ADD_FAILURE() << "it was saved";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kLocked);
  }
  EXPECT_TRUE(works("old"));
}

}  // namespace
}  // namespace ingest::host
