// review_fixture.hpp - what the tests of map reviews share: maps as text, remarks as text.
#pragma once

#include <string>
#include <vector>

#include "ingest/sdk/map/review.hpp"
#include "map_fixture.hpp"

namespace maptest {

using ingest::sdk::Place;
using ingest::sdk::map::Known;
using ingest::sdk::map::Level;
using ingest::sdk::map::Remark;

inline std::string shown(const Remark& remark) {
  return std::string(remark.level == Level::kError ? "error " : "warning ") + remark.pointer +
         (remark.at_key ? " (key)" : "") + " " + std::to_string(remark.row) + ": " + remark.text;
}

inline std::string shown(const std::vector<Remark>& remarks) {
  std::string all;
  for (const Remark& remark : remarks) all += shown(remark) + "\n";
  return all;
}

inline boost::json::value json_of(const std::string& yaml) {
  return boost::json::parse(ingest::sdk::yaml_to_json(yaml));
}

// A whole map about which there is nothing to say, with rows beside its own.
inline std::string whole(const std::string& rows, const std::string& more = "") {
  return "kind: map\nname: test\nversion: 1\nfor: test\nrows:\n" + rows +
         "  - {from: id, to: externalAssetId, identifier: true}\n"
         "  - {from: name, to: assetDetail.name}\n"
         "  - {from: 'findings[].id', to: 'findings[].identityKey', identifier: true}\n"
         "  - {from: 'findings[].title', to: 'findings[].name'}\n"
         "  - {from: 'findings[].level', to: 'findings[].severity'}\n"
         "  - {const: NEW, to: 'findings[].findingStatus'}\n" +
         more;
}

inline std::string reviewed(const std::string& yaml, const Known& known = {}) {
  return shown(ingest::sdk::map::review(json_of(yaml), known));
}

// What is said of one row in flow style.
inline std::string of_row(const std::string& row, const Known& known = {}) {
  return reviewed(whole("  - {" + row + "}\n"), known);
}

// A vocabulary of paths.
inline Known known() {
  return {ingest::sdk::map::known_paths(json_of(whole(
      "  - {from: repo.url, to: repoUrl}\n"
      "  - {from: '$scan.id', to: customAttributes.scan}\n"
      "  - {each: 'findings[].data.packages', to: 'findings[].references', fields: {url: url}}\n"
      "  - {each: labels, to: tags, fields: {key: $key, value: $value}}\n",
      "tests:\n  - {name: t, root: {groups: [{name: g}]}, row: {\"odd.name\": 1}, expect: "
      "{}}\n")))};
}

}  // namespace maptest
