// plugin_page.cc - see plugin_page.hpp.
#include "cli/plugin_page.hpp"

#include <google/protobuf/util/json_util.h>

#include <boost/json.hpp>
#include <vector>

#include "cli/map_rows.hpp"
#include "cli/plugin_rows.hpp"
#include "cli/table.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

template <class Names>
std::string list_of(const Names& names) {
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

const char* type_name(v1::FieldType type) {
  switch (type) {
    case v1::FIELD_TYPE_SECRET:
      return "Encrypted String";
    case v1::FIELD_TYPE_BOOL:
      return "true or false";
    case v1::FIELD_TYPE_INTEGER:
      return "Integer";
    case v1::FIELD_TYPE_URL:
      return "URL";
    case v1::FIELD_TYPE_CHOICE:
      return "Choice";
    default:
      return "String";
  }
}

std::string need_of(const v1::ConfigField& field) {
  if (!field.required()) return "no";
  if (field.required_unless().empty()) return "yes";
  return "unless " + list_of(field.required_unless());
}

std::string help_of(const v1::ConfigField& field) {
  std::string help = field.help();
  if (!field.example().empty()) help += " Example: " + field.example();
  if (!field.default_value().empty()) help += " Default: " + field.default_value();
  if (!field.needs().empty()) help += " Needs: " + list_of(field.needs());
  return help;
}

class Page {
 public:
  explicit Page(std::size_t width) : width_(width) {}
  void section(const std::string& title) { text_ += (text_.empty() ? "" : "\n") + title + "\n"; }
  void line(const std::string& line) { text_ += line + "\n"; }
  void paragraph(const std::string& paragraph) {
    const std::string plain = plain_text(paragraph);
    line(width_ > 0 ? wrapped(plain, width_, "") : plain);
  }
  void table(const Table& table) {
    if (!table.empty()) text_ += table.text(width_);
  }
  std::string text() && { return std::move(text_); }

 private:
  std::size_t width_;
  std::string text_;
};

void facts(Page& page, const Inspection& inspection) {
  const v1::ConnectorDescriptor& connector = inspection.probe.details;
  Table table({});
  table.add({"Connector", connector.id()});
  table.add({"Vendor", connector.vendor()});
  table.add({"Product Name", connector.product_name()});
  table.add({"Category", connector.category()});
  table.add({"Findings Support", connector.findings_support() ? "Yes" : "No"});
  table.add({"Supported Assets", list_of(connector.supported_assets())});
  table.add({"Version", connector.version()});
  table.add({"Integration Type", connector.integration_type()});
  table.add({"Direction", connector.direction()});
  table.add({"Delta Support", connector.delta_support() ? "Supported" : "Not Supported"});
  table.add({"File", inspection.probe.file.string()});
  table.add({"SHA-256", inspection.probe.sha256});
  table.add({"Connector ABI", abi_text(inspection)});
  table.add({"Trust", trust_text(inspection.trust)});
  if (!inspection.trust.comment.empty()) table.add({"Signed comment", inspection.trust.comment});
  page.table(table);
}

void fields(Page& page, const v1::ConnectorDescriptor& connector) {
  page.section("Configuration (config: in the connection file)");
  Table table({"KEY", "LABEL", "TYPE", "REQUIRED", "WHAT IT IS"});
  for (const v1::ConfigField& field : connector.config_fields())
    table.add(
        {field.key(), field.label(), type_name(field.type()), need_of(field), help_of(field)});
  page.table(table);
}

void filters(Page& page, const v1::ConnectorDescriptor& connector) {
  page.section("Scope filters (scope: in the connection file)");
  Table table({"FILTER", "LABEL", "CHOICE", "SELECTED BY DEFAULT"});
  for (const v1::ScopeFilter& filter : connector.scope_filters())
    for (const v1::FilterChoice& choice : filter.choices())
      table.add({filter.key(), filter.label(), choice.value() + " (" + choice.label() + ")",
                 choice.selected() ? "yes" : "no"});
  page.table(table);
  if (connector.scope_filters().empty())
    page.paragraph(connector.scope_filters_note().empty() ? "None."
                                                          : connector.scope_filters_note());
}

void checks(Page& page, const v1::ConnectorDescriptor& connector) {
  page.section("Checks (ingest test)");
  Table table({"CHECK", "WHAT IT VERIFIES"});
  for (const v1::CheckInfo& check : connector.checks())
    table.add({check.title(), check.description()});
  page.table(table);
}

void permissions(Page& page, const v1::ConnectorDescriptor& connector) {
  page.section("Permissions");
  Table table({"PERMISSION", "NEEDED FOR"});
  for (const v1::Permission& permission : connector.permissions())
    table.add({permission.name(), permission.needed_for()});
  page.table(table);
}

void maps(Page& page, const v1::ConnectorDescriptor& connector) {
  bool first = true;
  for (const v1::MapInfo& map : connector.maps()) {
    page.section("Transform map " + plain_text(map.name()) + (first ? " (default)" : "") + ": " +
                 plain_text(map.title()) + ", version " + std::to_string(map.version()));
    first = false;
    Table table({"SOURCE FIELD", "TARGET FIELD", ""});
    for (const MapRow& row : map_rows(map.yaml())) table.add({row.source, row.target, row.remark});
    page.table(table);
  }
}

}  // namespace

std::string plugin_page(const Inspection& inspection, std::size_t width) {
  const v1::ConnectorDescriptor& connector = inspection.probe.details;
  Page page(width);
  facts(page, inspection);
  if (!connector.summary().empty()) {
    page.line("");
    page.paragraph(connector.summary());
  }
  fields(page, connector);
  filters(page, connector);
  checks(page, connector);
  permissions(page, connector);
  page.section("Endpoints");
  Table endpoints({"NAME", "URL", "NOTES"});
  for (const v1::Endpoint& endpoint : connector.endpoints())
    endpoints.add({endpoint.name(), endpoint.url(), endpoint.notes()});
  page.table(endpoints);
  page.section("Troubleshooting");
  for (const v1::TroubleshootingEntry& entry : connector.troubleshooting())
    page.paragraph(entry.issue() + ": " + entry.resolution());
  maps(page, connector);
  return std::move(page).text();
}

boost::json::object plugin_json(const Inspection& inspection) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  const std::string file = inspection.probe.file.string();
  const auto status =
      google::protobuf::util::MessageToJsonString(inspection.probe.details, &text, options);
  if (!status.ok())
    throw Failure(ExitStatus::kConnector, file + ": its descriptor can't be shown as JSON");
  boost::json::object all = boost::json::parse(text).as_object();
  all["path"] = plain_text(file);
  add_vetting(all, inspection);
  return all;
}

}  // namespace ingest::host
