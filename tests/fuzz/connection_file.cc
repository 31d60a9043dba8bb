// Connection files, up to where references would be looked up.
#include <cstdint>
#include <string>

#include "connection/connection.hpp"
#include "connection/secret_source.hpp"
#include "connection/settings.hpp"
#include "diagnostics/failure.hpp"

namespace {

using namespace ingest;

v1::ConnectorDescriptor descriptor() {
  v1::ConnectorDescriptor out;
  const auto add = [&out](const char* key, v1::FieldType type) -> v1::ConfigField& {
    v1::ConfigField& field = *out.add_config_fields();
    field.set_key(key);
    field.set_type(type);
    return field;
  };
  add("region", v1::FIELD_TYPE_STRING).set_required(true);
  add("api_key", v1::FIELD_TYPE_SECRET).add_needs("region");
  add("iam_url", v1::FIELD_TYPE_URL);
  add("details", v1::FIELD_TYPE_BOOL);
  add("days", v1::FIELD_TYPE_INTEGER);
  add("kind", v1::FIELD_TYPE_CHOICE).add_choices("one");
  v1::ScopeFilter& filter = *out.add_scope_filters();
  filter.set_key("findings");
  filter.add_choices()->set_value("vulnerability");
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const v1::ConnectorDescriptor connector = descriptor();
  const std::string yaml(reinterpret_cast<const char*>(data), size);
  try {
    const host::Connection connection = host::parse_connection(yaml, "/fuzz/acme.yaml");
    host::check_connection(connection, connector);
  } catch (const host::Failure& failure) {
    if (failure.status() != host::ExitStatus::kConfig) __builtin_trap();
  }
  return 0;
}
