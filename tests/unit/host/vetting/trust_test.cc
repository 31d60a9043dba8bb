#include "vetting/trust.hpp"

#include <gmock/gmock.h>

#include "loader/connector_fault.hpp"
#include "loader/file_digest.hpp"
#include "output/temporary_folder.hpp"
#include "vetting/signer.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

class TrustTest : public ::testing::Test {
 protected:
  TrustTest() {
    write_file(path_, "content");
    rules_.listed_only = true;
    rules_.file = "/etc/ingest/connectors.yaml";
  }
  void sign(const std::string& text) { write_file(folder_.path() / "acme.so.minisig", text); }
  void know(const Signer& signer) {
    rules_.public_keys.push_back(*MinisignKey::parse(signer.public_key()));
  }
  Trust trust() {
    const OpenedFile file = OpenedFile::open(path_);
    return establish_trust(file, file_sha256(file.descriptor()), rules_);
  }
  std::string refusal() {
    try {
      trust();
    } catch (const ConnectorFault& fault) {
      EXPECT_FALSE(fault.hint().empty());
      return fault.reason();
    }
    return "";
  }
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "acme.so";
  ConnectorRules rules_;
  Signer signer_;
};

TEST_F(TrustTest, AnybodyWhenTheRulesSaySo) {
  rules_.listed_only = false;
  sign("no signature at all");
  EXPECT_EQ(trust_text(trust()), "any");
}

TEST_F(TrustTest, ADigestOnTheList) {
  EXPECT_THAT(refusal(), HasSubstr("nobody vouches for it: its SHA-256 ed7002b439e9ac845f22357d822"
                                   "bac1444730fbdb6016d3ec9432297b9ec9f73"));
  rules_.allowed_sha256 = {"ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"};
  EXPECT_EQ(trust_text(trust()), "listed");
  write_file(path_, "changed");
  EXPECT_THAT(refusal(), HasSubstr("nobody vouches"));
}

TEST_F(TrustTest, ASignatureByAKnownKey) {
  for (const bool prehashed : {true, false}) {
    sign(signer_.sign("content", prehashed, "of \x1b[31mus"));
    rules_.public_keys.clear();
    EXPECT_THAT(refusal(), HasSubstr("signed by key 0007060504030201, which is not among"));
    know(Signer(9));
    know(signer_);
    const Trust by = trust();
    EXPECT_EQ(trust_text(by), "signed by 0007060504030201");
    EXPECT_EQ(by.comment, "of \\x1b[31mus");
  }
}

TEST_F(TrustTest, ASignatureOfSomethingElse) {
  know(signer_);
  sign(signer_.sign("other content"));
  EXPECT_THAT(refusal(), HasSubstr("does not hold"));
  sign("junk\n");
  EXPECT_THAT(refusal(), HasSubstr("is no signature as minisign writes them"));
  sign(std::string(1U << 20U, 'x'));
  EXPECT_THAT(refusal(), HasSubstr("is no signature as minisign writes them"));
  std::filesystem::remove(folder_.path() / "acme.so.minisig");
  std::filesystem::create_directory(folder_.path() / "acme.so.minisig");
  EXPECT_THAT(refusal(), HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace ingest::host
