#include "vetting/connector_rules.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "diagnostics/failure.hpp"
#include "output/temporary_folder.hpp"
#include "vetting/signer.hpp"

namespace ingest::host {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ConnectorRulesFile : public ::testing::Test {
 protected:
  ConnectorRules rules(const std::string& yaml) {
    write_file(file_, yaml);
    ::chmod(file_.c_str(), 0644);
    return read_connector_rules(folder_.path());
  }
  std::string fault(const std::string& yaml) {
    try {
      rules(yaml);
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.status(), ExitStatus::kConfig);
      return failure.what() + ("\n" + failure.hint());
    }
    return "";
  }
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "connectors.yaml";
};

TEST_F(ConnectorRulesFile, NoneMeansAny) {
  const ConnectorRules none = read_connector_rules(folder_.path());
  EXPECT_FALSE(none.listed_only);
  EXPECT_EQ(none.file, file_);
  EXPECT_FALSE(read_connector_rules(folder_.path() / "nowhere").listed_only);
  EXPECT_FALSE(rules("kind: connectors\n").listed_only);
  EXPECT_FALSE(rules("kind: connectors\ntrust: any\n").listed_only);
}

TEST_F(ConnectorRulesFile, SaysWhatIsTrusted) {
  const std::string digest(63, 'a');
  const ConnectorRules read = rules("kind: connectors\ntrust: listed\nallowed_sha256:\n  - " +
                                    digest + "B\npublic_keys: [" + Signer().public_key() +
                                    "]\nallowed_libraries: [libz.so.1, libfoo-1.so]\n");
  EXPECT_TRUE(read.listed_only);
  EXPECT_THAT(read.allowed_sha256, ElementsAre(digest + "b"));
  ASSERT_EQ(read.public_keys.size(), 1U);
  EXPECT_EQ(read.public_keys[0].id(), "0007060504030201");
  EXPECT_THAT(read.files.libraries, ElementsAre("libz.so.1", "libfoo-1.so"));
}

TEST_F(ConnectorRulesFile, FaultsNameTheirPlace) {
  EXPECT_THAT(fault("kind: connectors\ntrusted: any\n"),
              AllOf(HasSubstr("connectors.yaml:2:1"), HasSubstr("did you mean 'trust'?")));
  EXPECT_THAT(fault("kind: connectors\ntrust: some\n"),
              AllOf(HasSubstr("connectors.yaml:2:8"), HasSubstr("any or listed")));
  EXPECT_THAT(fault("trust: listed\n"), HasSubstr("kind: connectors"));
  EXPECT_THAT(fault("kind: connection\n"), HasSubstr("must be connectors"));
  EXPECT_THAT(fault("kind: connectors\nallowed_sha256: [abc]\n"),
              AllOf(HasSubstr("connectors.yaml:2:18"), HasSubstr("64 hexadecimal digits")));
  EXPECT_THAT(fault("kind: connectors\npublic_keys: [RWfoo]\n"), HasSubstr("public key"));
  EXPECT_THAT(fault("kind: connectors\nallowed_libraries: [/tmp/libz.so.1]\n"),
              HasSubstr("without a folder"));
  EXPECT_THAT(fault("kind: [connectors\n"), HasSubstr("connectors.yaml:"));
}

TEST_F(ConnectorRulesFile, WhoCanChangeStrictRulesIsLookedAt) {
  const std::string strict = "kind: connectors\ntrust: listed\n";
  write_file(file_, strict);
  ::chmod(file_.c_str(), 0646);
  EXPECT_THROW(read_connector_rules(folder_.path()), Failure);
  ::chmod(file_.c_str(), 0644);
  EXPECT_TRUE(read_connector_rules(folder_.path()).listed_only);
  std::filesystem::create_directory(folder_.path() / "below");
  write_file(folder_.path() / "below" / "connectors.yaml", strict);
  ::chmod((folder_.path() / "below" / "connectors.yaml").c_str(), 0644);
  ::chmod(folder_.path().c_str(), 0777);
  EXPECT_THROW(read_connector_rules(folder_.path() / "below"), Failure) << "a folder above it";
  if (::chown(file_.c_str(), ::geteuid(), 54321) != 0) return;
  ::chmod(folder_.path().c_str(), 0755);
  ::chmod(file_.c_str(), 0664);
  EXPECT_THROW(read_connector_rules(folder_.path()), Failure) << "a group of others";
}

}  // namespace
}  // namespace ingest::host
