// Map files: YAML to JSON, the review, the plan, and one record through it. The review has an error
// exactly where parsing fails, and speaks only of what is there.
#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/map/identity_rows.hpp"
#include "ingest/sdk/map/map_error.hpp"
#include "ingest/sdk/map/review.hpp"
#include "ingest/sdk/map/row_reader.hpp"
#include "ingest/sdk/map/transform_map.hpp"
#include "ingest/sdk/map/yaml.hpp"
#include "ingest/sdk/messages.hpp"

namespace {

using namespace ingest::sdk;

constexpr char kRoot[] =
    R"({"id":"p1","name":"shop","repoUrl":"","createdAt":"2026-01-10T13:29:26.427023Z",)"
    R"("tags":{"team":"core","":null},"groups":["a","b"],"$scan":{"id":"s1","branch":"main"}})";
constexpr char kRow[] =
    R"({"id":"CVE-2099-1","name":"x","severity":"HIGH","status":"NEW","state":"TO_VERIFY",)"
    R"("similarityId":7,"cwe_id":"79","data":{"packageIdentifier":"npm-a-1",)"
    R"("packageData":[{"url":"https://a.example","type":"Advisory"},{"url":null}]},)"
    R"("vulnerabilityDetails":{"cvssScore":9.8,"cvss":{"version":3}},"list":[1,[2,{}],null]})";

void require(bool good) {
  if (!good) __builtin_trap();
}

void map_one(const TransformMap& map) {
  static const boost::json::object root = json::parse_object(kRoot, "root");
  static const boost::json::object row = json::parse_object(kRow, "row");
  ingest::v1::Asset asset;
  ingest::v1::Finding finding;
  const TransformMap::Outcome of_asset = map.map_asset(root, asset);
  require(of_asset.ok == of_asset.reason.empty());
  const TransformMap::Outcome outcome = map.map_finding(root, row, finding);
  require(outcome.ok == outcome.reason.empty());
  if (!outcome.ok) return;
  ingest::v1::Finding again;
  require(map.map_finding(root, row, again).ok);
  require(serialize(finding) == serialize(again));
}

// The row's text gives what its tree gives.
void map_text(const TransformMap& map) {
  static const boost::json::object root = json::parse_object(kRoot, "root");
  static const boost::json::object row = json::parse_object(kRow, "row");
  ingest::v1::Finding finding;
  const TransformMap::Outcome expected = map.map_finding(root, row, finding);
  const RowPlan plan(map, {});
  RowReader reader(plan, root);
  require(reader.read(kRow) == sizeof(kRow) - 1);
  const TransformMap::Outcome outcome =
      reader.map({"a1", ingest::v1::ASSET_CLASS_HOST, "u1", 1, 2});
  require(outcome.ok == expected.ok && outcome.reason == expected.reason);
  if (!expected.ok) return;
  if (finding.external_asset_id().empty()) finding.set_external_asset_id("a1");
  finding.set_asset_class(ingest::v1::ASSET_CLASS_HOST);
  finding.mutable_source_ref()->set_unit("u1");
  finding.mutable_source_ref()->set_place(1);
  finding.mutable_source_ref()->set_row(2);
  require(reader.finding() == serialize(finding));
}

void look_at(const boost::json::value& map, const Places& places) {
  map::Known known{map::known_paths(map)};
  known.paths.insert("findings[].severity");
  bool error = false;
  for (const map::Remark& remark : map::review(map, known)) {
    boost::json::error_code missing;
    require(map.find_pointer(remark.pointer, missing) != nullptr);
    const Place place = remark.at_key ? places.key(remark.pointer) : places.value(remark.pointer);
    require(place.line > 0 && place.column > 0 && !remark.text.empty());
    error = error || (remark.level == map::Level::kError &&
                      remark.text.find("is marked as an identifier") == std::string::npos);
  }
  identity_rows(map);
  try {
    const TransformMap parsed = TransformMap::from_json(map);
    require(!error);
    map_one(parsed);
    map_text(parsed);
  } catch (const MapError& e) {
    require(error && e.code() == INGEST_E_CONFIG);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view yaml(reinterpret_cast<const char*>(data), size);
  Places places;
  std::string text;
  try {
    text = yaml_to_json(yaml, places);
  } catch (const Error& e) {
    require(e.code() == INGEST_E_CONFIG);
    return 0;
  }
  boost::json::value map;
  try {
    map = json::parse(text, {.depth = 33, .bytes = std::size_t{8} << 20U});
  } catch (const Error&) {
    return 0;  // not UTF-8
  }
  look_at(map, places);
  return 0;
}
