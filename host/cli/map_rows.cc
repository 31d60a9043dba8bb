// map_rows.cc - see map_rows.hpp.
#include "cli/map_rows.hpp"

#include <boost/json.hpp>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/map/yaml.hpp"

namespace ingest::host {
namespace {

std::string scalar(const boost::json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
}

std::string source_of(const boost::json::value& source);

std::string sources_of(const boost::json::value& list, const char* separator) {
  std::string all;
  if (!list.is_array()) return all;
  for (const boost::json::value& entry : list.get_array())
    all += (all.empty() ? "" : separator) + source_of(entry);
  return all;
}

std::string source_of(const boost::json::value& source) {
  const boost::json::object* row = source.if_object();
  if (row == nullptr) return scalar(source);
  if (const auto* from = row->if_contains("from")) return scalar(*from);
  if (const auto* constant = row->if_contains("const")) return "\"" + scalar(*constant) + "\"";
  if (const auto* first = row->if_contains("first_of")) return sources_of(*first, ", else ");
  if (const auto* parts = row->if_contains("concat")) return sources_of(*parts, " + ");
  if (const auto* each = row->if_contains("each")) return scalar(*each) + "[]";
  return {};
}

bool is_set(const boost::json::object& row, const char* key) {
  const boost::json::value* value = row.if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

}  // namespace

std::vector<MapRow> map_rows(const std::string& yaml) {
  std::vector<MapRow> rows;
  try {
    const boost::json::value map = boost::json::parse(sdk::yaml_to_json(yaml));
    for (const boost::json::value& entry : map.as_object().at("rows").as_array()) {
      const boost::json::object& row = entry.as_object();
      MapRow shown;
      shown.source = source_of(entry);
      shown.target = scalar(row.at("to"));
      if (is_set(row, "published")) shown.remark = "published";
      if (is_set(row, "identifier"))
        shown.remark += shown.remark.empty() ? "identifier" : ", identifier";
      rows.push_back(std::move(shown));
    }
  } catch (const std::exception&) {
    rows.clear();
  }
  return rows;
}

}  // namespace ingest::host
