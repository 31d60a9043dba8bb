#include "secrets/secret_handover.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "secrets/store_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

template <class Body>
std::string refusal(Body&& body, ExitStatus expected) {
  try {
    body();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), expected);
    return failure.what();
  }
  ADD_FAILURE() << "it did not fail";
  return {};
}

class SecretHandover : public StoreFolder {
 protected:
  void SetUp() override { ::setenv("INGEST_TEST_KEY", "from the environment", 1); }
  void TearDown() override {
    for (const char* name : {"INGEST_TEST_KEY", "INGEST_MASTER_KEY_FILE", "CREDENTIALS_DIRECTORY"})
      ::unsetenv(name);
  }
  Connection connection(const std::string& config) const {
    return parse_connection("kind: connection\nname: acme\nplugin: p\nconfig:\n" + config,
                            at("acme.yaml"));
  }
  // What the child makes of it.
  HandedSecrets handed(const Connection& connection) const {
    const File pipe = hand_over_secrets(connection, store());
    return HandedSecrets::read(::dup(pipe.descriptor()));
  }
  static HandedSecrets received(const std::string& bytes) {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::pipe(ends), 0);
    EXPECT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    ::close(ends[1]);
    return HandedSecrets::read(ends[0]);
  }
};

TEST_F(SecretHandover, HandsOverWhatTheConnectionRefersToAndNothingElse) {
  ::setenv("INGEST_TEST_OTHER", "of somebody else", 1);
  set("acme/secret", "from the store");
  set("other/secret", "of somebody else");
  const HandedSecrets secrets =
      handed(connection("  a: ${env:INGEST_TEST_KEY}\n  b: ${secret:acme/secret}\n"
                        "  c: ${file:/etc/hostname}\n  d: plain\n"));
  ::unsetenv("INGEST_TEST_OTHER");
  ASSERT_TRUE(secrets.variable("INGEST_TEST_KEY"));
  EXPECT_EQ(secrets.variable("INGEST_TEST_KEY")->reveal(), "from the environment");
  EXPECT_EQ(secrets.stored("acme/secret").reveal(), "from the store");
  EXPECT_FALSE(secrets.variable("INGEST_TEST_OTHER"));
  EXPECT_THAT(failing([&] { secrets.stored("other/secret"); }), HasSubstr("not handed over"));
}

TEST_F(SecretHandover, ReferencesOfTheHttpSectionGoAlong) {
  Connection one = connection("  a: x\n");
  one.http.proxy.text = "${env:INGEST_TEST_KEY}";
  EXPECT_TRUE(handed(one).variable("INGEST_TEST_KEY"));
}

TEST_F(SecretHandover, WhatIsNotSetIsLeftOutAndWhatCannotBeHadIsTold) {
  const HandedSecrets secrets =
      handed(connection("  a: ${env:INGEST_TEST_UNSET}\n  b: ${secret:acme/none}\n"));
  EXPECT_FALSE(secrets.variable("INGEST_TEST_UNSET"));
  const std::string what = failing([&] { secrets.stored("acme/none"); });
  EXPECT_THAT(what, HasSubstr("holds no acme/none"));
  EXPECT_THAT(what, HasSubstr("ingest secrets set acme/none"));
}

TEST_F(SecretHandover, ValuesMayHoldAnythingButZeros) {
  const std::string value = "two\nlines = and ${env:X} \xFF";
  ::setenv("INGEST_TEST_KEY", value.c_str(), 1);
  EXPECT_EQ(
      handed(connection("  a: ${env:INGEST_TEST_KEY}\n")).variable("INGEST_TEST_KEY")->reveal(),
      value);
}

TEST_F(SecretHandover, LargeOnesGoThroughBeforeAnybodyReads) {
  std::string config;
  for (int i = 0; i < 10; ++i) {
    const std::string name = "acme/k" + std::to_string(i);
    set(name, std::string(kMostSecretBytes, static_cast<char>('a' + i)));
    config += "  k" + std::to_string(i) + ": ${secret:" + name + "}\n";
  }
  const HandedSecrets secrets = handed(connection(config));
  EXPECT_EQ(secrets.stored("acme/k9").reveal(), std::string(kMostSecretBytes, 'j'));
}

TEST_F(SecretHandover, MoreThanAPipeTakesIsRefused) {
  std::string config;
  for (int i = 0; i < 17; ++i) {
    const std::string name = "acme/k" + std::to_string(i);
    set(name, std::string(kMostSecretBytes, 'x'));
    config += "  k" + std::to_string(i) + ": ${secret:" + name + "}\n";
  }
  EXPECT_THAT(failing([&] { handed(connection(config)); }), HasSubstr("larger together"));
}

TEST_F(SecretHandover, TheDescriptorIsClosedAndDoesNotSurviveAnExec) {
  const File pipe = hand_over_secrets(connection("  a: x\n"), store());
  EXPECT_EQ(::fcntl(pipe.descriptor(), F_GETFD), FD_CLOEXEC);
  const int child = ::dup(pipe.descriptor());
  HandedSecrets::read(child);
  EXPECT_EQ(::fcntl(child, F_GETFD), -1);
}

TEST_F(SecretHandover, WhatIsCutShortOrNothingLikeItIsRefused) {
  const auto text = [](const char* bytes, std::size_t size) { return std::string(bytes, size); };
  received(text("end\0", 4));
  for (const std::string& bytes :
       {std::string(), text("env A=b\0", 8), text("env A=b", 7), text("end", 3), text("end\0x", 5),
        text("env\0end\0", 8), text("other A=b\0end\0", 14), text("=a b\0end\0", 9)})
    EXPECT_THAT(refusal([&] { received(bytes); }, ExitStatus::kInternal),
                StartsWith("the secrets that --secrets-fd"))
        << bytes;
  EXPECT_THAT(refusal([&] { HandedSecrets::read(987); }, ExitStatus::kUsage),
              HasSubstr("no descriptor"));
  EXPECT_THAT(refusal([&] { HandedSecrets::read(0); }, ExitStatus::kUsage),
              HasSubstr("no descriptor"));
}

TEST_F(SecretHandover, TheChildsEnvironmentLacksWhatFilesReferTo) {
  fs::create_directories(at("connections"));
  write_file(at("connections/a.yaml"),
             "kind: connection\nname: a\nplugin: p\nconfig:\n  k: ${env:INGEST_TEST_KEY}\n");
  write_file(at("connections/broken.yaml"), "kind: [connection\n  k: ${env:INGEST_TEST_BROKEN}\n");
  write_file(
      at("connections/quoted.yaml"),
      "kind: connection\nname: q\nplugin: p\nconfig:\n  k: \"$\\x7benv:INGEST_TEST_QUOTED}\"\n");
  const std::set<std::string> named = referenced_variables(at(""));
  EXPECT_EQ(named,
            (std::set<std::string>{"INGEST_TEST_KEY", "INGEST_TEST_BROKEN", "INGEST_TEST_QUOTED"}));
  ::setenv("INGEST_MASTER_KEY_FILE", "/k", 1);
  ::setenv("CREDENTIALS_DIRECTORY", "/c", 1);
  ::setenv("INGEST_TEST_KEYRING", "stays", 1);
  const std::vector<std::string> kept = child_environment(named);
  ::unsetenv("INGEST_TEST_KEYRING");
  EXPECT_THAT(kept, AllOf(Contains("INGEST_TEST_KEYRING=stays"), Contains(StartsWith("PATH=")),
                          Not(Contains(StartsWith("INGEST_TEST_KEY="))),
                          Not(Contains(StartsWith("INGEST_MASTER_KEY_FILE="))),
                          Not(Contains(StartsWith("CREDENTIALS_DIRECTORY=")))));
}

}  // namespace
}  // namespace ingest::host
