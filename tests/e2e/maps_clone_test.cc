// A map of the user's own: cloned, changed, run with; wrong, put right, and healed by replay.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using google::protobuf::util::MessageDifferencer;
using ::testing::HasSubstr;
using ::testing::Not;

void replace(std::string& text, const std::string& old, const std::string& fresh) {
  const std::size_t at = text.find(old);
  ASSERT_NE(at, std::string::npos) << old;
  text.replace(at, old.size(), fresh);
}

// After those that there are; the cases come last.
std::string with_rows(const std::string& map, const std::string& rows) {
  const std::size_t cases = map.find("\ntests:");
  return cases == std::string::npos ? map + rows
                                    : map.substr(0, cases + 1) + rows + map.substr(cases + 1);
}

std::string text_at(const boost::json::value& object, const char* key) {
  return boost::json::value_to<std::string>(object.at(key));
}

// With the tenant given its flags, each test has connections with the maps that it names.
class MapsClone : public ::testing::Test {
 protected:
  ProcessResult run(const std::string& map, const fs::path& out, const std::string& errors = {},
                    const std::vector<std::string>& flags = {}) {
    std::vector<std::string> words = {"run", connection(map, errors).string(), "--out",
                                      out.string()};
    words.insert(words.end(), flags.begin(), flags.end());
    return workspace_.ingest(words);
  }
  fs::path connection(const std::string& map, const std::string& errors = {}) {
    ConnectionOptions options;
    options.plugin = plugin_;
    options.extra = "map: " + map + "\n" + errors;
    return workspace_.connect(tenant_, options);
  }
  fs::path clone(const std::string& name) {
    const ProcessResult result =
        workspace_.ingest({"maps", "clone", plugin_ + "-default", name, "--title", "Ours"});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("map: " + name));
    const fs::path file = workspace_.path() / "config" / "maps" / (name + ".yaml");
    EXPECT_EQ(result.out, file.string() + "\n");
    return file;
  }
  static CommittedRun latest(const fs::path& out) { return CommittedRun(out / "acme" / "latest"); }
  static void expect_adds_up(const v1::Run& run) {
    EXPECT_EQ(run.rows().received(), run.rows().emitted() + run.rows().filtered() +
                                         run.rows().duplicate() + run.rows().dead_lettered());
    std::uint64_t filtered = 0;
    for (const v1::ReasonCount& reason : run.filtered()) filtered += reason.count();
    EXPECT_EQ(filtered, run.rows().filtered());
  }
  static std::uint64_t filtered_for(const v1::Run& run, const std::string& reason) {
    for (const v1::ReasonCount& each : run.filtered())
      if (each.reason() == reason) return each.count();
    return 0;
  }
  static std::string records_of(const fs::path& out) {
    return read_file(out / "acme" / "latest" / "assets.binpb") +
           read_file(out / "acme" / "latest" / "findings.binpb");
  }
  Tenant tenant_{
      {"--projects", "15", "--rows", "5..40", "--engines-mixed", "--dast-environments", "9"}};
  Workspace workspace_;
  std::string plugin_ = "checkmarx-sca";
  const fs::path usual_ = workspace_.path() / "usual";
  const fs::path ours_ = workspace_.path() / "ours";
};

// What the default map gives, which equals the truth, with what the clone says instead.
void change_as_the_clone(v1::Finding& finding, const std::string& project) {
  finding.clear_description();
  finding.clear_fingerprint();
  auto* attribute = finding.add_custom_attributes();
  attribute->set_key("project");
  attribute->set_value(project);
}

void change_as_the_clone(v1::Asset& asset) {
  for (auto& attribute : *asset.mutable_custom_attributes())
    if (attribute.key() == "origin") attribute.set_key("comesFrom");
  std::sort(asset.mutable_custom_attributes()->begin(), asset.mutable_custom_attributes()->end(),
            [](const auto& a, const auto& b) {
              return std::pair(a.key(), a.value()) < std::pair(b.key(), b.value());
            });
}

TEST_F(MapsClone, RenamesDropsAndAdds) {
  const fs::path file = clone("acme");
  std::string map = read_file(file);
  replace(map, "to: customAttributes.origin\n", "to: customAttributes.comesFrom\n");
  replace(map,
          "  - from: findings[].description\n    to: findings[].description\n    published: true\n",
          "");
  map = with_rows(map,
                  "  - drop: finding\n    when: {path: 'findings[].severity', in: [LOW, INFO]}\n"
                  "    note: not worth it\n"
                  "  - from: name\n    to: findings[].customAttributes.project\n");
  write_file(file, map);
  const ProcessResult list = workspace_.ingest({"maps", "list"});
  EXPECT_THAT(list.out, HasSubstr("acme "));
  EXPECT_THAT(list.out, HasSubstr("Ours"));

  const ProcessResult usual = run("default", usual_);
  ASSERT_EQ(usual.status, 0) << usual.err;
  const CommittedRun before = latest(usual_);
  expect_equal_to_truth(before, tenant_);
  const ProcessResult result = run("acme", ours_);
  ASSERT_EQ(result.status, 0) << result.err;
  const CommittedRun after = latest(ours_);

  std::map<std::string, std::string> projects;
  for (const auto& project : tenant_.truth().at("projects").as_array())
    projects[text_at(project, "id")] = text_at(project, "name");
  const auto truth = expected_findings(tenant_);
  std::vector<v1::Finding> expected;
  for (v1::Finding finding : before.findings) {
    const auto& true_one = truth.at(finding.external_asset_id() + "|" + finding.identity_key());
    const std::string severity = text_at(true_one, "severity");
    if (severity == "LOW" || severity == "INFO") continue;
    EXPECT_EQ(finding.description(), text_at(true_one, "description"));
    change_as_the_clone(finding, projects.at(finding.external_asset_id()));
    expected.push_back(std::move(finding));
  }
  const std::size_t dropped = before.findings.size() - expected.size();
  ASSERT_GT(dropped, 3U);
  ASSERT_GT(expected.size(), 20U);
  ASSERT_EQ(after.findings.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    v1::Finding got = after.findings[i];
    got.clear_fingerprint();
    EXPECT_TRUE(MessageDifferencer::Equals(got, expected[i])) << got.DebugString() << "\n"
                                                              << expected[i].DebugString();
  }
  ASSERT_EQ(after.assets.size(), before.assets.size());
  bool renamed = false;
  for (std::size_t i = 0; i < before.assets.size(); ++i) {
    v1::Asset asset = before.assets[i];
    change_as_the_clone(asset);
    for (const auto& attribute : asset.custom_attributes())
      renamed = renamed || attribute.key() == "comesFrom";
    EXPECT_TRUE(MessageDifferencer::Equals(after.assets[i], asset))
        << after.assets[i].DebugString();
  }
  EXPECT_TRUE(renamed) << "the tenant says where no project comes from";

  expect_adds_up(after.run);
  EXPECT_EQ(after.run.status(), v1::RUN_STATUS_COMPLETE);
  EXPECT_EQ(after.run.rows().received(), before.run.rows().received());
  EXPECT_EQ(after.run.rows().filtered(), before.run.rows().filtered() + dropped);
  EXPECT_EQ(filtered_for(after.run, "dropped by map acme, row 70: not worth it"), dropped)
      << after.run.DebugString();
  EXPECT_THAT(result.err, HasSubstr("dropped by map acme, row 70: not worth it"));
  EXPECT_FALSE(fs::exists(after.folder / "dead-letters.ndjson"));
  EXPECT_EQ(after.run.versions().map(), "acme");
  EXPECT_EQ(after.run.versions().identity_sha256(), before.run.versions().identity_sha256());
}

TEST_F(MapsClone, DropsFindingsOfDastToo) {
  plugin_ = "checkmarx-dast";
  const fs::path file = clone("web");
  write_file(file, with_rows(read_file(file),
                             "  - drop: finding\n    when: {path: 'findings[].state', matches: "
                             "'(?i)^not[ _]exploitable$'}\n"));
  ASSERT_EQ(run("default", usual_).status, 0);
  const ProcessResult result = run("web", ours_);
  ASSERT_EQ(result.status, 0) << result.err;
  const CommittedRun before = latest(usual_);
  const CommittedRun after = latest(ours_);
  std::set<std::string> kept;
  std::size_t ruled_out = 0;
  for (const auto& finding : tenant_.truth().at("dast").at("findings").as_array()) {
    std::string state = text_at(finding, "state");
    std::transform(state.begin(), state.end(), state.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '_' ? ' ' : c;
    });
    if (state == "not exploitable")
      ++ruled_out;
    else
      kept.insert(text_at(finding, "environment_id") + "|" + text_at(finding, "id"));
  }
  ASSERT_GT(ruled_out, 2U);
  std::set<std::string> got;
  for (const v1::Finding& finding : after.findings)
    got.insert(finding.external_asset_id() + "|" + finding.external_finding_id());
  EXPECT_EQ(got, kept);
  EXPECT_EQ(after.findings.size() + ruled_out, before.findings.size());
  expect_adds_up(after.run);
  EXPECT_EQ(after.run.status(), v1::RUN_STATUS_COMPLETE);
  EXPECT_EQ(after.run.rows().filtered(), ruled_out);
  ASSERT_EQ(after.run.filtered_size(), 1);
  EXPECT_THAT(after.run.filtered(0).reason(), HasSubstr("dropped by map web, row "));
}

// The map knows some severities only: its findings are delivered, the rest is told row by row and
// kept in the recording, from which the right map makes what it would have made at once.
TEST_F(MapsClone, AWrongOneDestroysNothingAndReplayHeals) {
  const fs::path file = clone("acme");
  const std::string right = read_file(file);
  const std::string all = "values: {CRITICAL: 5, HIGH: 4, MEDIUM: 3, LOW: 2, INFO: 1}";
  std::string wrong = right;
  replace(wrong, all, "values: {CRITICAL: 5, HIGH: 4}");
  ASSERT_EQ(run("acme", usual_).status, 0);
  const CommittedRun whole = latest(usual_);
  expect_equal_to_truth(whole, tenant_);

  write_file(file, wrong);
  const fs::path recording = workspace_.path() / "rec";
  const ProcessResult hurt = run("acme", ours_, {}, {"--record", recording.string()});
  EXPECT_EQ(hurt.status, 7) << hurt.err;
  const CommittedRun damaged = latest(ours_);
  expect_adds_up(damaged.run);
  EXPECT_EQ(damaged.run.status(), v1::RUN_STATUS_INCOMPLETE);
  std::size_t unknown = 0;
  for (const auto& [key, finding] : expected_findings(tenant_))
    if (finding.at("severity_number").to_number<int>() < 4) ++unknown;
  ASSERT_GT(unknown, 5U);
  EXPECT_EQ(damaged.run.rows().dead_lettered(), unknown);
  EXPECT_EQ(damaged.findings.size() + unknown, whole.findings.size());
  EXPECT_EQ(damaged.assets.size(), whole.assets.size());
  for (const v1::Finding& finding : damaged.findings) EXPECT_GE(finding.severity(), 4);
  EXPECT_THAT(read_file(damaged.folder / "dead-letters.ndjson"),
              HasSubstr("findings[].severity: "));
  const ProcessResult tolerated =
      run("acme", workspace_.path() / "tolerated", "errors: {tolerance: 100%}\n");
  EXPECT_EQ(tolerated.status, 0) << tolerated.err;

  write_file(file, right);
  const std::uint64_t requests = tenant_.requests();
  const fs::path healed = workspace_.path() / "healed";
  const ProcessResult replay = workspace_.ingest(
      {"replay", recording.string(), connection("acme").string(), "--out", healed.string()});
  ASSERT_EQ(replay.status, 0) << replay.err;
  EXPECT_EQ(tenant_.requests(), requests);
  EXPECT_THAT(replay.err, HasSubstr("mapped again with map acme version 1"));
  EXPECT_THAT(replay.err, Not(HasSubstr("history splits")));
  EXPECT_TRUE(records_of(healed) == records_of(usual_));
  const CommittedRun after = latest(healed);
  EXPECT_EQ(after.run.rows().DebugString(), whole.run.rows().DebugString());
  EXPECT_FALSE(fs::exists(after.folder / "dead-letters.ndjson"));
  expect_equal_to_truth(after, tenant_);
  EXPECT_EQ(after.run.replay_of(), damaged.run.run_id());
}

TEST_F(MapsClone, AnotherIdentityIsWarnedAboutWhereverItShows) {
  const fs::path file = clone("acme");
  const std::string same = read_file(file);
  const fs::path recording = workspace_.path() / "rec";
  ASSERT_EQ(run("default", ours_).status, 0);
  std::string edited = same;
  replace(edited, "to: customAttributes.origin", "to: customAttributes.comesFrom");
  write_file(file, edited);
  const ProcessResult harmless = run("acme", ours_, {}, {"--record", recording.string()});
  EXPECT_EQ(harmless.status, 0);
  EXPECT_THAT(harmless.err, Not(HasSubstr("history splits")));
  EXPECT_EQ(latest(ours_).run.warnings_size(), 0);
  const CommittedRun before = latest(ours_);

  std::string splitting = same;
  replace(splitting, "- from: findings[].alternateId\n      - concat",
          "- from: findings[].similarityId\n      - concat");
  write_file(file, splitting);
  const ProcessResult diff = workspace_.ingest({"maps", "diff", "checkmarx-sca-default", "acme"});
  EXPECT_EQ(diff.status, 0);
  EXPECT_THAT(diff.out, HasSubstr("changed, identity  findings[].identityKey"));
  EXPECT_THAT(diff.err, HasSubstr("what identifies a finding changes: history would split"));
  const ProcessResult replay =
      workspace_.ingest({"replay", recording.string(), connection("acme").string(), "--out",
                         (workspace_.path() / "again").string()});
  EXPECT_EQ(replay.status, 0);
  EXPECT_THAT(replay.err, HasSubstr("in another way than map acme version 1 of the recording did"));
  const ProcessResult splits = run("acme", ours_);
  EXPECT_EQ(splits.status, 0) << splits.err;
  const std::string says =
      "map acme version 1 identifies findings in another way than map acme "
      "version 1 of the latest run, " +
      before.run.run_id() + ", did";
  EXPECT_THAT(splits.err, HasSubstr("warning: " + says));
  const CommittedRun after = latest(ours_);
  ASSERT_EQ(after.run.warnings_size(), 1);
  EXPECT_THAT(after.run.warnings(0), HasSubstr(says));
  EXPECT_NE(after.run.versions().identity_sha256(), before.run.versions().identity_sha256());
  std::set<std::string> ids;
  for (const v1::Finding& finding : before.findings) ids.insert(finding.id());
  std::size_t known = 0;
  for (const v1::Finding& finding : after.findings) known += ids.count(finding.id());
  EXPECT_LT(known, ids.size()) << "the warning is right";
  EXPECT_THAT(run("acme", ours_).err, Not(HasSubstr("history splits"))) << "it is told once";
}

TEST_F(MapsClone, ShowPrintsTheFileAsItIs) {
  const fs::path file = clone("acme");
  const ProcessResult yaml = workspace_.ingest({"maps", "show", "acme"});
  EXPECT_EQ(yaml.status, 0) << yaml.err;
  EXPECT_EQ(yaml.out, read_file(file));
  EXPECT_EQ(workspace_.ingest({"maps", "show", file.string()}).out, yaml.out);
  EXPECT_EQ(workspace_.ingest({"maps", "show", "checkmarx-sca-default"}).out,
            read_file(fs::path(INGEST_SOURCE_DIR) / "plugins/checkmarx-sca/maps" /
                      "checkmarx-sca-default.yaml"));
  const ProcessResult table = workspace_.ingest({"maps", "show", "acme", "--format", "table"});
  EXPECT_THAT(table.out, HasSubstr("ROW   SOURCE FIELD"));
  EXPECT_THAT(table.out, HasSubstr("value_map of 5"));
  const auto json =
      boost::json::parse(workspace_.ingest({"maps", "show", "acme", "--format", "json"}).out);
  EXPECT_EQ(text_at(json, "name"), "acme");
  EXPECT_EQ(json.at("rows").as_array().size(), 70U);
  EXPECT_EQ(json.at("rows").as_array().front().at("row").to_number<int>(), 1);

  write_file(file, "kind: map\nname: [\x1b[31m\n");
  const ProcessResult broken = workspace_.ingest({"maps", "show", "acme"});
  EXPECT_EQ(broken.status, 3);
  EXPECT_EQ(broken.out, "kind: map\nname: [\\x1b[31m\n");
  EXPECT_THAT(broken.err, HasSubstr("can't be used: line "));
  const ProcessResult refused = workspace_.ingest({"maps", "clone", "acme", "more"});
  EXPECT_EQ(refused.status, 3);
  EXPECT_THAT(refused.err, HasSubstr("since it is broken: line "));
  EXPECT_FALSE(fs::exists(file.parent_path() / "more.yaml"));
  const ProcessResult nobody = workspace_.ingest({"maps", "show", "acne"});
  EXPECT_EQ(nobody.status, 3);
  EXPECT_THAT(nobody.err, HasSubstr("did you mean 'acme'?"));
}

}  // namespace
}  // namespace ingest::e2e
