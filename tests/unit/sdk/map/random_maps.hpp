// random_maps.hpp - maps and rows by seed, odd ones among them.
#pragma once

#include <boost/json.hpp>
#include <random>
#include <string>

#include "ingest/sdk/map/targets.hpp"

namespace maptest {

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

inline std::string random_json(Random& random, int depth) {
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

inline std::string random_path(Random& random) {
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
                                      "findings[]",
                                      "findings[][]"};
  return random.of(paths);
}

inline std::string random_function(Random& random) {
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

inline std::string random_source(Random& random, int depth) {
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

inline std::string random_row(Random& random) {
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

// A map with a few such rows, and those that no map may lack.
inline std::string random_map(Random& random) {
  static const char* const required[] = {R"({"const":"a","to":"externalAssetId"})",
                                         R"({"const":"n","to":"assetDetail.name"})",
                                         R"({"const":"k","to":"findings[].identityKey"})",
                                         R"({"const":"n","to":"findings[].name"})",
                                         R"({"const":"LOW","to":"findings[].severity"})",
                                         R"({"const":"NEW","to":"findings[].findingStatus"})"};
  std::string json = R"({"kind":"map","name":"r","version":1,"for":"x","rows":[)";
  const std::size_t count = 1 + random.below(3);
  for (std::size_t i = 0; i < count; ++i) json += random_row(random) + ",";
  for (const std::string row : required) {
    if (json.find(row.substr(row.find("\"to\""))) == std::string::npos) json += row + ",";
  }
  json.back() = ']';
  return json + "}";
}

// A row with the members that such maps read.
inline std::string random_row_text(Random& random, bool nul = true) {
  const auto member = [&] {
    for (;;) {
      std::string json = random_json(random, 0);
      if (nul || json.find("\\u0000") == std::string::npos) return json;
    }
  };
  const std::string a = member();
  const std::string b = member();
  return "{\"a0\":" + a + ",\"b0\":" + b + ",\"c0\":" + member() + "}";
}

}  // namespace maptest
