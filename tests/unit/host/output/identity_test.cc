// The ids against SHA-256 computed here from the words of the .proto files, and against digests
// computed once by sha256sum.
#include "output/identity.hpp"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <array>

#include "temporary_folder.hpp"

namespace ingest::host {
namespace {

std::string first_half_of_sha256(const std::string& text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  ::SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return hex(digest.data(), 16);
}

const std::string kSep("\x1F", 1);
const std::string kListSep("\x1E", 1);
const std::string kProduct = "CheckmarxOne SCA";
const std::string kProject = "5f1c7a52-0000-4000-8000-000000000001";

TEST(Identity, OfAnAssetFollowsItsProto) {
  Identity identity;
  EXPECT_EQ(identity.asset(kProduct, v1::ASSET_CLASS_GENERIC_APPLICATION, kProject).text(),
            first_half_of_sha256("asset" + kSep + kProduct + kSep +
                                 "ASSET_CLASS_GENERIC_APPLICATION" + kSep + kProject));
  EXPECT_NE(identity.asset(kProduct, v1::ASSET_CLASS_GENERIC_APPLICATION, kProject),
            identity.asset(kProduct, v1::ASSET_CLASS_CODE_REPOSITORY, kProject));
}

TEST(Identity, OfAFindingFollowsItsProto) {
  Identity identity;
  EXPECT_EQ(identity.finding(kProduct, kProject, "CVE-2099-10001|Npm-a-1.0.0").text(),
            first_half_of_sha256("finding" + kSep + kProduct + kSep + kProject + kSep +
                                 "CVE-2099-10001|Npm-a-1.0.0"));
}

// printf 'asset\037P\037ASSET_CLASS_HOST\037a' | sha256sum, and so on.
TEST(Identity, MatchesWhatSha256sumSays) {
  Identity identity;
  EXPECT_EQ(identity.asset("P", v1::ASSET_CLASS_HOST, "a").text(),
            "8713950a8f8925907d80b5513a680858");
  EXPECT_EQ(identity.finding("P", "a", "k").text(), "4b1f09bcd9f1c3b4f3f0df811fc56c18");
}

v1::Finding sample() {
  v1::Finding finding;
  finding.set_name("n");
  finding.set_description("d");
  finding.set_severity(v1::SEVERITY_HIGH);
  finding.set_status(v1::FINDING_STATUS_NEW);
  finding.set_triage_state(v1::TRIAGE_STATE_TO_VERIFY);
  finding.set_source_state("TO_VERIFY");
  finding.mutable_package()->set_ecosystem("Npm");
  finding.mutable_package()->set_name("p");
  finding.mutable_package()->set_version("1");
  finding.mutable_package()->set_identifier("Npm-p-1");
  finding.mutable_package()->set_recommended_version("2");
  finding.mutable_location()->set_url("u");
  finding.mutable_location()->set_method("GET");
  finding.mutable_location()->set_path("/p");
  finding.mutable_location()->set_parameter("q");
  for (const char* cve : {"CVE-2", "CVE-1"}) finding.add_cve_ids(cve);
  for (const char* cwe : {"CWE-79", "CWE-22"}) finding.add_cwe_ids(cwe);
  return finding;
}

TEST(Identity, OfAContentFollowsTheDocument) {
  std::string text = "content";
  for (const std::string part :
       {"n", "SEVERITY_HIGH", "FINDING_STATUS_NEW", "TRIAGE_STATE_TO_VERIFY", "TO_VERIFY", "d",
        "Npm", "p", "1", "Npm-p-1", "2", "u", "GET", "/p", "q"})
    text += kSep + part;
  text += kSep + "CVE-1" + kListSep + "CVE-2" + kSep + "CWE-22" + kListSep + "CWE-79";
  EXPECT_EQ(Identity().fingerprint(sample()).text(), first_half_of_sha256(text));
}

TEST(Identity, FingerprintChangesWithTheContentOnly) {
  Identity identity;
  const RecordId before = identity.fingerprint(sample());
  v1::Finding other = sample();
  other.set_id("0123");
  other.set_scan_id("another scan");
  other.mutable_last_found_on()->set_seconds(1);
  std::swap(*other.mutable_cve_ids(0), *other.mutable_cve_ids(1));
  EXPECT_EQ(identity.fingerprint(other), before);
  const auto changes = {+[](v1::Finding& f) { f.set_name("m"); },
                        +[](v1::Finding& f) { f.set_severity(v1::SEVERITY_LOW); },
                        +[](v1::Finding& f) { f.set_status(v1::FINDING_STATUS_FIXED); },
                        +[](v1::Finding& f) { f.set_triage_state(v1::TRIAGE_STATE_URGENT); },
                        +[](v1::Finding& f) { f.set_source_state("X"); },
                        +[](v1::Finding& f) { f.set_description("e"); },
                        +[](v1::Finding& f) { f.mutable_package()->set_version("3"); },
                        +[](v1::Finding& f) { f.mutable_location()->set_url("v"); },
                        +[](v1::Finding& f) { f.add_cve_ids("CVE-3"); },
                        +[](v1::Finding& f) { f.clear_cwe_ids(); }};
  std::size_t number = 0;
  for (const auto change : changes) {
    v1::Finding changed = sample();
    change(changed);
    EXPECT_NE(identity.fingerprint(changed), before) << "change " << number;
    ++number;
  }
}

// The worked example of docs/output.md holds, or the document must change.
TEST(Identity, WorkedExampleOfTheDocumentHolds) {
  const std::string document = content_of(std::string(INGEST_SOURCE_DIR) + "/docs/output.md");
  Identity identity;
  EXPECT_NE(
      document.find(identity.asset(kProduct, v1::ASSET_CLASS_GENERIC_APPLICATION, kProject).text()),
      std::string::npos);
  EXPECT_NE(
      document.find(
          identity.finding(kProduct, kProject, "CVE-2099-10001|Npm-lodash-sim-4.17.20").text()),
      std::string::npos);
}

}  // namespace
}  // namespace ingest::host
