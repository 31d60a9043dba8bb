// A server that lets nobody in without a certificate.
#include "wire_run.hpp"

namespace ingest::wire {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

class ClientCertificate : public Wire {
 protected:
  std::string keys(const std::string& cert, const std::string& key, const std::string& more = "") {
    return "  client_cert: " + cert + "\n  client_key: " + key + "\n" + more;
  }
  const test::Identity me_ = ca_.issue("me", "DNS:me.test");
  const Front front_{tenant_, ca_, {.client_ca = ca_.file()}};
};

TEST_F(ClientCertificate, OpensTheDoor) {
  file("me.pem", me_.certificate_pem());
  file("me.key", me_.key_pem());
  // Relative to the connection file.
  const e2e::ProcessResult result = run(connect(front_, keys("me.pem", "me.key")));
  ASSERT_EQ(result.status, 0) << result.err;
  e2e::expect_equal_to_truth(latest(), tenant_);
  EXPECT_THAT(front_.requests(), Each(HasSubstr(" CN=me ")));
}

TEST_F(ClientCertificate, InOneFileWithAnEncryptedKey) {
  file("both.pem", me_.certificate_pem() + me_.key_pem(kSecret));
  const auto connection = connect(
      front_, "  client_cert: both.pem\n  client_key_password: ${env:CLIENT_KEY_PASSWORD}\n");
  e2e::ProcessResult result = run(connection, {{"CLIENT_KEY_PASSWORD", kSecret}});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, Not(HasSubstr(kSecret)));

  result = run(connection, {{"CLIENT_KEY_PASSWORD", "wrong-password"}});
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_THAT(result.err, HasSubstr("both.pem cannot be decrypted with http.client_key_password"));
  EXPECT_THAT(result.err, Not(HasSubstr("wrong-password")));
}

TEST_F(ClientCertificate, ItsAbsenceIsSaid) {
  const std::string says = "0.0.0.0:" + front_.port() +
                           " wants a client certificate, and the connection has none: set "
                           "http.client_cert and http.client_key";
  const auto connection = connect(front_);
  expect_network_failure(run(connection), says);
  const e2e::ProcessResult test = workspace_.ingest({"test", connection.string()});
  EXPECT_EQ(test.status, 5) << test.out << test.err;
  EXPECT_THAT(test.out, HasSubstr(", asks for a client certificate\n"));  // the handshake
  EXPECT_THAT(test.out, HasSubstr(" wants a client certificate, and"));
}

TEST_F(ClientCertificate, OneOfAnotherAuthorityIsRefused) {
  const test::ThrowawayCa other("Another CA");
  const test::Identity stranger = other.issue("stranger", "DNS:stranger.test");
  const std::string both = file("both.pem", stranger.certificate_pem() + stranger.key_pem());
  expect_network_failure(run(connect(front_, keys(both, both))),
                         "refused the client certificate of http.client_cert (HTTP 400)");
}

TEST_F(ClientCertificate, FilesThatCannotBeUsedAreConfigurationErrors) {
  const std::string cert = file("me.pem", me_.certificate_pem());
  const std::string key = file("other.key", ca_.issue("other", "DNS:other.test").key_pem());
  struct Case {
    std::string http;
    std::string says;
  };
  for (const Case& wrong :
       {Case{keys("nowhere.pem", "nowhere.key"), "/nowhere.pem: No such file or directory"},
        Case{keys(cert, "nowhere.key"), "/nowhere.key: No such file or directory"},
        Case{keys(cert, cert), "me.pem holds no private key"},
        Case{keys(cert, key), "other.key does not belong to the client certificate " + cert}}) {
    const e2e::ProcessResult result = run(connect(front_, wrong.http));
    EXPECT_EQ(result.status, 3) << result.err;
    EXPECT_THAT(result.err, HasSubstr(wrong.says));
  }
}

}  // namespace
}  // namespace ingest::wire
