// What the writer writes reads back as what was meant, whatever the words.
#include "connection_files/connection_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connection/connection.hpp"
#include "connection/settings.hpp"
#include "connection_files/odd_texts.hpp"
#include "connection_files/yaml_scalar.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::ConnectorDescriptor connector() {
  v1::ConnectorDescriptor all;
  all.set_id("c");
  const auto add = [&](const char* key, v1::FieldType type) {
    v1::ConfigField& field = *all.add_config_fields();
    field.set_key(key);
    field.set_type(type);
    field.set_label("Label of " + std::string(key));
    field.set_help("Help: with # and\nlines. And more.");
  };
  add("region", v1::FIELD_TYPE_STRING);
  add("tenant", v1::FIELD_TYPE_STRING);
  add("flag", v1::FIELD_TYPE_BOOL);
  add("count", v1::FIELD_TYPE_INTEGER);
  add("api_key", v1::FIELD_TYPE_SECRET);
  v1::ScopeFilter& filter = *all.add_scope_filters();
  filter.set_key("kinds");
  v1::FilterChoice& choice = *filter.add_choices();
  choice.set_value("one");
  choice.set_selected(true);
  return all;
}

ConnectionDraft draft_of(const std::string& text) {
  ConnectionDraft draft;
  draft.name = "acme";
  draft.plugin = "c";
  draft.description = text;
  draft.config = {{"region", text}, {"tenant", text}};
  draft.scope = {{"kinds", {text, "two", text}}};
  draft.map = text;
  draft.output_dir = text;
  return draft;
}

void expect_as_meant(const std::string& text) {
  const ConnectionDraft draft = draft_of(text);
  const std::string yaml = connection_text(draft, connector());
  SCOPED_TRACE("text <" + text + ">\n" + yaml);
  Connection read;
  ASSERT_NO_THROW(read = parse_connection(yaml, "/x/acme.yaml"));
  EXPECT_EQ(read.name, "acme");
  EXPECT_EQ(read.plugin, "c");
  EXPECT_EQ(read.description, text);
  EXPECT_TRUE(read.active);
  ASSERT_EQ(read.config.size(), 2U);
  EXPECT_EQ(read.config.at("region").text, text);
  EXPECT_EQ(read.config.at("tenant").text, text);
  ASSERT_EQ(read.scope.at("kinds").values.size(), 3U);
  EXPECT_EQ(read.scope.at("kinds").values[0].text, text);
  EXPECT_EQ(read.scope.at("kinds").values[1].text, "two");
  EXPECT_EQ(read.map, text);
  EXPECT_EQ(read.output_dir.string(), text);
}

// What starts like a reference and is none, the reader refuses; that is what is expected then.
bool reads_as_reference(const std::string& text) {
  return text.find("${") != std::string::npos && text.rfind("${", 0) != 0;
}

TEST(ConnectionWriter, OddTextsReadBackAsMeant) {
  for (const std::string& text : odd_texts()) expect_as_meant(text);
}

TEST(ConnectionWriter, RandomTextsReadBackAsMeant) {
  std::mt19937 random(20261127);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = random_text(random);
    if (!reads_as_reference(text) && text.find("${") == std::string::npos) expect_as_meant(text);
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(ConnectionWriter, LinesAndControlCharactersAreRefusedNotChanged) {
  for (const char* text : {"two\nlines", "a\tb", "bell\a", "cr\r"})
    EXPECT_THROW(parse_connection(connection_text(draft_of(text), connector()), "/x/acme.yaml"),
                 Failure)
        << text;
}

TEST(ConnectionWriter, AWholeFileInTheOrderOfTheDocumentation) {
  ConnectionDraft draft;
  draft.name = "acme-sca";
  draft.plugin = "c";
  draft.description = "Open source findings of Acme";
  draft.config = {{"region", "deu"},
                  {"flag", "true"},
                  {"count", "12"},
                  {"api_key", "${secret:acme-sca/api_key}"}};
  draft.http = {{"ca_file", "/etc/ca.pem"}};
  draft.schedule = {{"days", "mon, thu"}, {"time", "02:00"}};
  draft.output_dir = "/var/lib/out";
  const std::string yaml = connection_text(draft, connector());
  const Connection read = parse_connection(yaml, "/x/acme-sca.yaml");
  EXPECT_NO_THROW(check_connection(read, connector())) << yaml;
  EXPECT_EQ(read.config.at("api_key").text, "${secret:acme-sca/api_key}");
  ASSERT_TRUE(read.schedule);
  EXPECT_EQ(read.schedule->weekdays, 0b0010010);
  EXPECT_EQ(read.http.ca_file, "/etc/ca.pem");
  std::size_t at = 0;
  for (const char* part :
       {"kind: connection\n", "name: acme-sca\n", "plugin: c\n",
        "description: Open source findings of Acme\n", "status: active", "config:\n",
        "  # Label of region: Help: with # and\\nlines.\n", "  region: deu\n", "  flag: true\n",
        "  count: 12\n", "  api_key: ${secret:acme-sca/api_key}\n", "#   kinds: [one]\n",
        "map: default", "http:\n  ca_file: /etc/ca.pem\n", "schedule:", "  days: [mon, thu]\n",
        "  time: \"02:00\"\n", "output:\n  dir: /var/lib/out\n"}) {
    const auto found = yaml.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << " is not there, or earlier, in\n" << yaml;
    at = found;
  }
}

TEST(ConnectionWriter, DaysOfTheMonthAndEveryDay) {
  EXPECT_EQ(schedule_yaml("monthly", "1, 15"), "[1, 15]");
  EXPECT_EQ(schedule_yaml("days", "daily"), "daily");
  EXPECT_EQ(schedule_yaml("every", "24h"), "24h");
}

}  // namespace
}  // namespace ingest::host
