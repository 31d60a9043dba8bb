#include "connection/settings.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <boost/json.hpp>

#include "connection/failing.hpp"

namespace ingest::host {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

v1::ConfigField& add(v1::ConnectorDescriptor& d, const char* key, v1::FieldType type,
                     bool required = false) {
  v1::ConfigField& field = *d.add_config_fields();
  field.set_key(key);
  field.set_label("The " + std::string(key));
  field.set_type(type);
  field.set_required(required);
  field.set_help("Help for " + std::string(key) + ".");
  return field;
}

v1::ConnectorDescriptor connector() {
  v1::ConnectorDescriptor d;
  d.set_id("acme");
  add(d, "region", v1::FIELD_TYPE_STRING, true);
  add(d, "api_key", v1::FIELD_TYPE_SECRET, true).add_required_unless("client_id");
  add(d, "client_id", v1::FIELD_TYPE_STRING).add_needs("client_secret");
  add(d, "client_secret", v1::FIELD_TYPE_SECRET);
  add(d, "iam_url", v1::FIELD_TYPE_URL);
  add(d, "pages", v1::FIELD_TYPE_INTEGER);
  add(d, "deep", v1::FIELD_TYPE_BOOL).set_default_value("false");
  auto& mode = add(d, "mode", v1::FIELD_TYPE_CHOICE);
  mode.add_choices("fast");
  mode.add_choices("slow");
  auto& filter = *d.add_scope_filters();
  filter.set_key("asset_classes");
  filter.set_required(true);
  for (const char* value : {"code-repository", "generic-application"}) {
    auto& choice = *filter.add_choices();
    choice.set_value(value);
    choice.set_selected(value[0] == 'g');
  }
  return d;
}

class Settings : public ::testing::Test {
 protected:
  Settings() { ::setenv("INGEST_TEST_APIKEY", "s3cr\"et\\\n\x01", 1); }
  Connection connection(const std::string& more) const {
    return parse_connection("kind: connection\nname: demo\nplugin: acme\n" + more, "/c/demo.yaml");
  }
  std::string fault(const std::string& more) const {
    return failing([&] { check_connection(connection(more), connector_); });
  }
  std::string build_fault(const std::string& more) const {
    return failing([&] { build(more); });
  }
  boost::json::object build(const std::string& more, std::string_view map = "{}") const {
    const SecretString settings = build_settings(
        connection(more), connector_, SecretSource("/c"), map,
        [&](std::string_view, std::string_view secret) { told_.emplace_back(secret); });
    return boost::json::parse(settings.reveal()).as_object();
  }
  v1::ConnectorDescriptor connector_ = connector();
  mutable std::vector<std::string> told_;
};

const std::string kFine = "config: {region: deu, api_key: \"${env:INGEST_TEST_APIKEY}\"}\n";

TEST_F(Settings, TheJsonThatCreateTakes) {
  const auto json = build(
      "config: {region: deu, api_key: \"${env:INGEST_TEST_APIKEY}\", pages: 12, mode: slow}\n",
      R"({"rows":[]})");
  EXPECT_EQ(boost::json::serialize(json),
            R"({"connection":"demo","config":{"region":"deu","api_key":"s3cr\"et\\\n\u0001",)"
            R"("pages":12,"deep":false,"mode":"slow"},)"
            R"("scope":{"asset_classes":["generic-application"]},"map":{"rows":[]}})");
  EXPECT_THAT(told_, ElementsAre("s3cr\"et\\\n\x01"));
}

TEST_F(Settings, WithoutAMapTheConnectorChooses) { EXPECT_FALSE(build(kFine, "").contains("map")); }

TEST_F(Settings, TheStatedScopeBeatsTheSelectedOne) {
  const auto json = build(kFine + "scope: {asset_classes: [code-repository]}\n");
  EXPECT_EQ(boost::json::serialize(json.at("scope")), R"({"asset_classes":["code-repository"]})");
}

TEST_F(Settings, ALiteralSecretIsRefusedWithTheThreeWaysAndNotShown) {
  const std::string text = fault("config: {region: deu, api_key: eyJhbGciOi-literal}\n");
  for (const char* part : {"/c/demo.yaml:4:32", "${env:API_KEY}", "${file:", "${secret:"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_THAT(text, Not(HasSubstr("literal}")));
  EXPECT_THAT(text, Not(HasSubstr("eyJ")));
}

TEST_F(Settings, KeysAndPresence) {
  EXPECT_THAT(fault("config: {regon: deu}\n"),
              HasSubstr("/c/demo.yaml:4:17: connector acme knows no key 'regon' in config; did you "
                        "mean 'region'?"));
  EXPECT_THAT(fault(""), HasSubstr("config.region (The region) is missing"));
  EXPECT_THAT(
      fault("config: {region: deu}\n"),
      HasSubstr("config.api_key (The api_key) is missing; in its place would do: client_id"));
  EXPECT_THAT(fault("config: {region: deu, api_key: }\n"), HasSubstr("is missing"));
  EXPECT_THAT(fault("config: {region: deu, client_id: x}\n"),
              HasSubstr("needs config.client_secret beside it"));
  EXPECT_NO_THROW(check_connection(
      connection("config: {region: deu, client_id: x, client_secret: \"${file:f}\"}\n"),
      connector_));
}

TEST_F(Settings, TypesOfLiterals) {
  const auto with = [](const std::string& more) {
    return "config: {region: deu, api_key: \"${env:A}\", " + more + "}\n";
  };
  EXPECT_THAT(fault(with("pages: many")), HasSubstr("must be a whole number"));
  EXPECT_THAT(fault(with("pages: 1e3")), HasSubstr("must be a whole number"));
  EXPECT_THAT(fault(with("deep: yes")), HasSubstr("must be true or false"));
  EXPECT_THAT(fault(with("mode: medium")), HasSubstr("must be one of: fast, slow"));
  for (const char* url : {"example.com", "ftp://x", "https://", "https:///x", "https://a:b@c"})
    EXPECT_THAT(fault(with("iam_url: \"" + std::string(url) + "\"")), HasSubstr("must be a URL"));
  EXPECT_NO_THROW(check_connection(connection(with("iam_url: https://iam.example/x")), connector_));
}

TEST_F(Settings, ReferencesAreLookedUpLateAndCheckedThen) {
  const std::string unset = "config: {region: deu, api_key: \"${env:INGEST_TEST_UNSET}\"}\n";
  EXPECT_NO_THROW(check_connection(connection(unset), connector_));
  EXPECT_THAT(build_fault(unset), HasSubstr("/c/demo.yaml:4:32: config.api_key: the environment "
                                            "variable INGEST_TEST_UNSET is not set"));
  EXPECT_THAT(build_fault("config: {region: deu, api_key: \"${secret:a/b}\"}\n"),
              HasSubstr("not set up"));
  const std::string text = build_fault(
      "config: {region: deu, api_key: \"${env:INGEST_TEST_APIKEY}\", pages: "
      "\"${env:INGEST_TEST_APIKEY}\"}\n");
  EXPECT_THAT(text, HasSubstr("config.pages must be a whole number"));
  EXPECT_THAT(text, Not(HasSubstr("s3cr")));
}

TEST_F(Settings, ScopeErrorsListTheChoices) {
  EXPECT_THAT(fault(kFine + "scope: {asset_class: [x]}\n"),
              HasSubstr("has no scope filter 'asset_class'; did you mean 'asset_classes'?; the "
                        "filters are: asset_classes"));
  EXPECT_THAT(fault(kFine + "scope: {asset_classes: [code-repo]}\n"),
              HasSubstr("has no choice 'code-repo'"));
  EXPECT_THAT(fault(kFine + "scope: {asset_classes: [code-repo]}\n"),
              HasSubstr("the choices are: code-repository, generic-application"));
  EXPECT_THAT(fault(kFine + "scope: {asset_classes: []}\n"), HasSubstr("selects nothing"));
  EXPECT_THAT(fault(kFine + "scope: {asset_classes: [code-repository, code-repository]}\n"),
              HasSubstr("twice"));
  connector_.mutable_scope_filters(0)->set_required(false);
  EXPECT_NO_THROW(check_connection(connection(kFine + "scope: {asset_classes: []}\n"), connector_));
  connector_.clear_scope_filters();
  connector_.set_scope_filters_note("Custom filtering is not supported.");
  EXPECT_THAT(fault(kFine + "scope: {findings: [x]}\n"),
              HasSubstr("has no scope filters: Custom filtering is not supported."));
}

}  // namespace
}  // namespace ingest::host
