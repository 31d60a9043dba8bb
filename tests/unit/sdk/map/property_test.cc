// Random maps over random rows: whatever comes, a map is accepted or refused with an Error, a
// record is mapped or has a reason, what is mapped is valid, and the same comes out twice.
#include <gtest/gtest.h>

#include <random>

#include "ingest/sdk/map/targets.hpp"
#include "ingest/sdk/map/trace.hpp"
#include "ingest/sdk/messages.hpp"
#include "map_fixture.hpp"

namespace maptest {
namespace {

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_);
  }
  template <std::size_t N>
  const char* of(const char* const (&choices)[N]) {
    return choices[below(N)];
  }

 private:
  std::mt19937 engine_;
};

std::string random_json(Random& random, int depth) {
  static const char* const scalars[] = {"null",
                                        "true",
                                        "0",
                                        "-1",
                                        "7.5",
                                        "1e308",
                                        "18446744073709551615",
                                        "\"\"",
                                        "\" a \"",
                                        "\"HIGH\"",
                                        "\"2026-01-10T13:29:26.427023Z\"",
                                        "\"2026-99-10T13:29:26Z\"",
                                        "\"a,b,,c\"",
                                        "\"\\u0000\\u00e4\\u00a0\"",
                                        "\"CVE-2099-1\"",
                                        "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\""};
  const std::size_t kind = depth > 3 ? 0 : random.below(4);
  if (kind < 2) return random.of(scalars);
  static const char* const names[] = {"a", "b", "c", "a.b", "key", "url"};
  std::string out = kind == 2 ? "[" : "{";
  const std::size_t count = random.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ",";
    if (kind == 3) out += "\"" + std::string(random.of(names)) + std::to_string(i) + "\":";
    out += random_json(random, depth + 1);
  }
  return out + (kind == 2 ? "]" : "}");
}

std::string random_path(Random& random) {
  static const char* const paths[] = {"findings[].a0",
                                      "findings[].b0.c1",
                                      "findings[].a0[]",
                                      "findings[].c0[].a0",
                                      "a0",
                                      "b1.a0[].c0",
                                      "$value",
                                      "$key",
                                      "findings[][\"a.b0\"]",
                                      "url0",
                                      "",
                                      "..",
                                      "findings[]"};
  return random.of(paths);
}

std::string random_function(Random& random) {
  static const char* const functions[] = {
      R"("trim")",
      R"("lower")",
      R"("upper")",
      R"("first")",
      R"("last")",
      R"("number")",
      R"({"number":{"invalid":"empty"}})",
      R"("integer")",
      R"({"round":1})",
      R"("date")",
      R"({"date":{"forms":["date","unix_millis"],"invalid":"empty"}})",
      R"({"split":","})",
      R"({"join":"+"})",
      R"({"default":5})",
      R"({"drop_if":"0"})",
      R"({"clamp":{"min":1,"max":5}})",
      R"({"prefix":"p"})",
      R"({"regex":"a+"})",
      R"x({"regex":{"pattern":"^(.)","capture":1}})x",
      R"({"regex":"^(a|aa)+$"})",
      R"({"value_map":{"values":{"HIGH":4},"unknown":"keep"}})",
      R"({"value_map":{"values":{"true":"NEW"},"unknown":{"default":3}}})",
      R"("nonsense")"};
  return random.of(functions);
}

std::string random_source(Random& random, int depth) {
  const std::size_t kind = depth > 2 ? 0 : random.below(4);
  std::string out;
  if (kind == 1) {
    out = "\"const\":" + random_json(random, 9);
  } else if (kind >= 2) {
    out = kind == 2 ? "\"first_of\":[" : "\"separator\":\"|\",\"concat\":[";
    const std::size_t count = 1 + random.below(3);
    for (std::size_t i = 0; i < count; ++i) {
      out += (i > 0 ? ",{" : "{") + random_source(random, depth + 1) + "}";
    }
    out += "]";
  } else {
    out = "\"from\":" + boost::json::serialize(boost::json::string(random_path(random)));
  }
  if (random.below(2) == 0) return out;
  out += ",\"apply\":[";
  const std::size_t count = 1 + random.below(3);
  for (std::size_t i = 0; i < count; ++i) out += (i > 0 ? "," : "") + random_function(random);
  return out + "]";
}

std::string random_row(Random& random) {
  const auto& all = ingest::sdk::map::targets();
  std::string target(all[random.below(all.size())].name);
  std::string row = "{\"to\":\"" + target + "\",";
  if (all[random.below(all.size())].repeated) row += "\"invalid\":\"empty\",";
  static const char* const tests[] = {R"("exists":true)", R"("equals":0)", R"("matches":"a")",
                                      R"("in":["HIGH",true])", R"("not_equals":"x")"};
  if (random.below(4) == 0) {
    row += "\"when\":{\"path\":\"findings[].a0\"," + std::string(random.of(tests)) + "},";
  }
  if (target == "tags" || target.find("ttributes") == target.size() - 8 ||
      target.find("references") != std::string::npos) {
    const bool link = target.find("references") != std::string::npos;
    return row + "\"each\":\"findings[].a0\",\"fields\":{\"" + (link ? "url" : "key") + "\":{" +
           random_source(random, 1) + "}}}";
  }
  return row + random_source(random, 0) + "}";
}

std::string random_map(Random& random, const std::vector<std::string>& required) {
  std::string json = R"({"kind":"map","name":"r","version":1,"for":"x","rows":[)";
  const std::size_t count = 1 + random.below(3);
  for (std::size_t i = 0; i < count; ++i) json += random_row(random) + ",";
  for (const std::string& row : required) {
    if (json.find(row.substr(row.find("\"to\""))) == std::string::npos) json += row + ",";
  }
  json.back() = ']';
  return json + "}";
}

// A trace ends where the record does, and fits itself.
void check(const ingest::sdk::map::Trace& trace, const Outcome& outcome, const std::string& text) {
  using Result = ingest::sdk::map::RowTrace::Result;
  for (const auto& row : trace.rows) {
    const bool last = &row == &trace.rows.back();
    EXPECT_EQ(row.result == Result::kRefused,
              last && !outcome.ok && outcome.row == row.row &&
                  outcome.reason.find("a required field") == std::string::npos)
        << text;
    EXPECT_EQ(row.result == Result::kNotApplied, !row.applied) << text;
    EXPECT_TRUE(row.applied || row.steps.empty()) << text;
    if (row.result == Result::kSet || row.result == Result::kEmpty) {
      EXPECT_EQ(row.reason, "") << text;
    }
    EXPECT_EQ(row.result == Result::kEmpty && !row.value.empty(), false) << text;
    for (const auto& step : row.steps) {
      EXPECT_LE(step.after.size(), 4 * ingest::sdk::map::kTraceText);
    }
  }
}

TEST(Property, RandomMapsAndRowsNeverCrash) {
  const std::vector<std::string> required = {R"({"const":"a","to":"externalAssetId"})",
                                             R"({"const":"n","to":"assetDetail.name"})",
                                             R"({"const":"k","to":"findings[].identityKey"})",
                                             R"({"const":"n","to":"findings[].name"})",
                                             R"({"const":"LOW","to":"findings[].severity"})",
                                             R"({"const":"NEW","to":"findings[].findingStatus"})"};
  int accepted = 0;
  int mapped = 0;
  int refused = 0;
  for (unsigned seed = 1; seed <= 4000; ++seed) {
    Random random(seed);
    const std::string json = random_map(random, required);
    SCOPED_TRACE("seed " + std::to_string(seed) + " " + json);
    std::optional<TransformMap> map;
    try {
      map = TransformMap::parse(json);
    } catch (const ingest::sdk::Error& e) {
      EXPECT_EQ(e.code(), INGEST_E_CONFIG);
      EXPECT_GT(std::string(e.what()).size(), 10u);
      continue;
    }
    ++accepted;
    for (int i = 0; i < 5; ++i) {
      const std::string text = "{\"a0\":" + random_json(random, 0) +
                               ",\"b0\":" + random_json(random, 0) +
                               ",\"c0\":" + random_json(random, 0) + "}";
      const boost::json::object row = object(text);
      ingest::v1::Finding once;
      ingest::v1::Finding twice;
      const Outcome first = map->map_finding(row, row, once);
      const Outcome second = map->map_finding(row, row, twice);
      EXPECT_EQ(first.ok, second.ok);
      EXPECT_EQ(first.reason, second.reason);
      EXPECT_EQ(first.ok, first.reason.empty()) << text;
      ingest::v1::Asset asset;
      const Outcome of_asset = map->map_asset(row, asset);
      ingest::v1::Finding traced;
      ingest::v1::Asset traced_asset;
      ingest::sdk::map::Trace trace;
      EXPECT_EQ(map->trace_asset(row, traced_asset, trace).reason, of_asset.reason) << text;
      EXPECT_EQ(ingest::sdk::serialize(traced_asset), ingest::sdk::serialize(asset)) << text;
      EXPECT_EQ(map->trace_finding(row, row, traced, trace).reason, first.reason) << text;
      EXPECT_EQ(traced.SerializePartialAsString(), once.SerializePartialAsString()) << text;
      check(trace, first, text);
      if (!first.ok) {
        ++refused;
        continue;
      }
      ++mapped;
      const std::string bytes = ingest::sdk::serialize(once);
      EXPECT_EQ(bytes, ingest::sdk::serialize(twice));
      EXPECT_TRUE(once.ParseFromString(bytes)) << text;
    }
  }
  // Both ways are taken often enough to mean something.
  EXPECT_GT(accepted, 500);
  EXPECT_GT(mapped, 500);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace maptest
