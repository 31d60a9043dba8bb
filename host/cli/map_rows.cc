// map_rows.cc - see map_rows.hpp.
#include "cli/map_rows.hpp"

#include <boost/json.hpp>

#include "cli/columns.hpp"
#include "diagnostics/plain_text.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/map/yaml.hpp"

namespace ingest::host {
namespace {

std::string joined(const std::string& first, const char* separator, const std::string& second) {
  return first + (first.empty() || second.empty() ? "" : separator) + second;
}

}  // namespace

std::vector<MapRow> map_rows(const std::string& yaml, Detail detail) {
  std::vector<MapRow> rows;
  try {
    const boost::json::value map = boost::json::parse(sdk::yaml_to_json(yaml));
    for (const boost::json::value& entry : map.as_object().at("rows").as_array()) {
      RowText text = row_text(entry, detail);
      MapRow shown;
      shown.number = rows.size() + 1;
      shown.source = std::move(text.source);
      shown.functions = std::move(text.functions);
      shown.target = std::move(text.target);
      shown.remark = joined(text.remarks, ", ", text.when.empty() ? "" : "when " + text.when);
      shown.note = std::move(text.note);
      rows.push_back(std::move(shown));
    }
  } catch (const std::exception&) {
    rows.clear();
  }
  return rows;
}

std::string map_text(const std::vector<MapRow>& rows, std::size_t width) {
  constexpr std::size_t kNumber = 4;
  constexpr std::size_t kMostLines = 12;
  std::vector<std::size_t> widths = shared_out(width - kNumber, {30, 24, 24, 22});
  widths.insert(widths.begin(), kNumber);
  const Columns columns(widths, kMostLines);
  std::string all = columns.row({"ROW", "SOURCE FIELD", "FUNCTIONS", "TARGET FIELD", "REMARKS"});
  for (const MapRow& row : rows)
    all += columns.row({std::to_string(row.number), row.source, row.functions, row.target,
                        joined(row.remark, "; ", row.note)});
  return all;
}

boost::json::value map_rows_json(const std::vector<MapRow>& rows) {
  boost::json::array all;
  for (const MapRow& row : rows)
    all.push_back(boost::json::object{{"row", row.number},
                                      {"source", plain_text(row.source)},
                                      {"functions", plain_text(row.functions)},
                                      {"target", plain_text(row.target)},
                                      {"remarks", plain_text(row.remark)},
                                      {"note", plain_text(row.note)}});
  return all;
}

}  // namespace ingest::host
