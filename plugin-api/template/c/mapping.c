// mapping.c - see mapping.h. Field numbers and enums are those of the .proto files, which lie in
// share/ingest/proto of the installation and say what each field means.
#include "mapping.h"

void write_json(wire* w, uint32_t field, json value) {
  char* text = malloc(value.size + 1);
  if (text == NULL) {
    w->failed = true;
    return;
  }
  wire_bytes(w, field, text, json_decode(value, text));
  free(text);
}

static void add_config_field(wire* w, const char* key, const char* label, unsigned type,
                             const char* help, const char* example) {
  wire field = {0};
  wire_text(&field, 1, key);
  wire_text(&field, 2, label);
  wire_number(&field, 3, type);
  wire_number(&field, 4, 1);  // required
  wire_text(&field, 5, help);
  wire_text(&field, 6, example);
  wire_message(w, 20, &field);
}

void write_descriptor(wire* w) {
  enum { FIELD_TYPE_SECRET = 2, FIELD_TYPE_URL = 5 };
  wire check = {0};
  wire endpoint = {0};
  wire_text(w, 1, CONNECTOR_ID);
  wire_text(w, 2, CONNECTOR_VERSION);
  wire_text(w, 3, CONNECTOR_VENDOR);
  wire_text(w, 4, CONNECTOR_PRODUCT);
  wire_text(w, 5, "Application Security");    // category
  wire_number(w, 6, 1);                       // findings_support
  wire_text(w, 7, "Generic Application");     // supported_assets
  wire_text(w, 8, "API Integration (REST)");  // integration_type
  wire_text(w, 9, "Unidirectional");          // direction
  wire_text(w, 11, "Reads the advisories against each project.");
  add_config_field(w, "url", "URL", FIELD_TYPE_URL, "The address of the API.",
                   "https://api.example.com/v1");
  add_config_field(w, "token", "API Token", FIELD_TYPE_SECRET,
                   "Sent as a bearer token with every request.", "");
  wire_text(&check, 1, "api");
  wire_text(&check, 2, "API");
  wire_text(&check, 3, "The list of projects can be read.");
  wire_message(w, 23, &check);
  wire_text(&endpoint, 1, "Advisories");
  wire_text(&endpoint, 2, "{url}/projects/{id}/advisories?page={n}");
  wire_message(w, 26, &endpoint);
  wire_text(w, 28, "projects");  // unit_noun
}

enum { ASSET_CLASS_GENERIC_APPLICATION = 1, FINDING_STATUS_ACTIVE = 2 };

void write_asset(wire* w, ingest_text unit, json project) {
  const json name = json_get(project, "name");
  wire_number(w, 2, ASSET_CLASS_GENERIC_APPLICATION);
  wire_bytes(w, 3, unit.data, unit.size);  // external_asset_id
  if (json_decode(name, NULL) > 0)
    write_json(w, 5, name);
  else
    wire_bytes(w, 5, unit.data, unit.size);
  wire_text(w, 7, CONNECTOR_VENDOR);
  wire_text(w, 8, CONNECTOR_PRODUCT);
}

// 1 to 5, or 0 for a word that is not known.
static unsigned severity_of(json word) {
  static const char* const words[] = {"\"info\"", "\"low\"", "\"medium\"", "\"high\"",
                                      "\"critical\""};
  for (unsigned i = 0; i < 5; ++i)
    if (json_is(word, words[i])) return i + 1;
  return 0;
}

const char* write_finding(wire* w, ingest_text unit, uint64_t number, json row) {
  const json id = json_get(row, "id");
  const json title = json_get(row, "title");
  const json severity = json_get(row, "severity");
  wire place = {0};
  wire package = {0};
  if (json_decode(id, NULL) == 0 || json_decode(title, NULL) == 0) return "id or title is missing";
  if (severity_of(severity) == 0) return "severity is none that is known";

  wire_bytes(w, 3, unit.data, unit.size);  // external_asset_id
  wire_number(w, 26, ASSET_CLASS_GENERIC_APPLICATION);
  write_json(w, 4, id);  // external_finding_id
  write_json(w, 5, id);  // identity_key: what tells it from all others of its asset
  wire_number(&place, 3, number);
  wire_message(w, 9, &place);  // source_ref
  write_json(w, 10, title);    // name
  wire_text(w, 12, "Vulnerability");
  wire_number(w, 14, severity_of(severity));
  write_json(w, 40, severity);  // source_severity: the service's own word
  wire_number(w, 30, FINDING_STATUS_ACTIVE);
  if (json_decode(json_get(row, "cve"), NULL) > 0) write_json(w, 15, json_get(row, "cve"));
  write_json(&package, 2, json_get(row, "package"));
  write_json(&package, 3, json_get(row, "version"));
  write_json(&package, 5, json_get(row, "fixed_in"));  // recommended_version
  wire_message(w, 20, &package);
  wire_text(w, 60, CONNECTOR_VENDOR);
  wire_text(w, 61, CONNECTOR_PRODUCT);
  return NULL;
}
