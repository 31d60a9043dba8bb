#include "loader/descriptor_check.hpp"

#include <gmock/gmock.h>

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

v1::ConnectorDescriptor sound() {
  v1::ConnectorDescriptor d;
  d.set_id("acme-dast");
  d.set_version("1.0.12");
  auto* key = d.add_config_fields();
  key->set_key("api_key");
  key->set_type(v1::FIELD_TYPE_SECRET);
  auto* client = d.add_config_fields();
  client->set_key("client_id");
  client->set_type(v1::FIELD_TYPE_STRING);
  client->add_needs("api_key");
  auto* filter = d.add_scope_filters();
  filter->set_key("findings");
  filter->add_choices()->set_value("vulnerability");
  auto* check = d.add_checks();
  check->set_id("network");
  check->set_title("Network");
  return d;
}

TEST(DescriptorCheck, ASoundOnePasses) { EXPECT_EQ(check_descriptor(sound()), ""); }

TEST(DescriptorCheck, IdsAndVersions) {
  for (const char* id : {"", "Acme", "a/b", "a_b", "..", "a\nb"}) {
    auto d = sound();
    d.set_id(id);
    EXPECT_THAT(check_descriptor(d), HasSubstr("its id is")) << id;
  }
  auto d = sound();
  d.set_id(std::string(65, 'a'));
  EXPECT_THAT(check_descriptor(d), HasSubstr("its id is"));
  for (const char* version :
       {"", "1", "1.0", "1.0.0.0", "v1.0.0", "1..0", "1.0.", ".1.0", "1.0.x"}) {
    d = sound();
    d.set_version(version);
    EXPECT_THAT(check_descriptor(d), HasSubstr("its version is")) << version;
  }
}

TEST(DescriptorCheck, ConfigFields) {
  auto d = sound();
  d.mutable_config_fields(0)->set_key("API key");
  EXPECT_THAT(check_descriptor(d), HasSubstr("a configuration key is"));
  d = sound();
  d.mutable_config_fields(1)->set_key("api_key");
  EXPECT_THAT(check_descriptor(d), HasSubstr("twice"));
  d = sound();
  d.mutable_config_fields(1)->set_needs(0, "nobody");
  EXPECT_THAT(check_descriptor(d), HasSubstr("unknown field 'nobody'"));
  d = sound();
  d.mutable_config_fields(0)->clear_type();
  EXPECT_THAT(check_descriptor(d), HasSubstr("no type"));
  d = sound();
  d.mutable_config_fields(1)->set_type(v1::FIELD_TYPE_CHOICE);
  EXPECT_THAT(check_descriptor(d), HasSubstr("choice without choices"));
}

TEST(DescriptorCheck, FiltersChecksAndLengths) {
  auto d = sound();
  d.mutable_scope_filters(0)->add_choices()->set_value("vulnerability");
  EXPECT_THAT(check_descriptor(d), HasSubstr("repeated choice"));
  d = sound();
  d.mutable_scope_filters(0)->clear_choices();
  EXPECT_THAT(check_descriptor(d), HasSubstr("has no choices"));
  d = sound();
  *d.add_checks() = d.checks(0);
  EXPECT_THAT(check_descriptor(d), HasSubstr("its check 'network'"));
  d = sound();
  for (int i = 0; i < 1001; ++i) d.add_endpoints();
  EXPECT_THAT(check_descriptor(d), HasSubstr("1001 entries"));
}

}  // namespace
}  // namespace ingest::host
