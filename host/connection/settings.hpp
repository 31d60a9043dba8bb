// settings.hpp - a connection held against what its connector describes, and the JSON that the
// connector is created with. Thread-safe.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <functional>
#include <string>
#include <string_view>

#include "connection/connection.hpp"
#include "connection/secret_source.hpp"
#include "diagnostics/secret_string.hpp"

namespace ingest::host {

// Keys, presence, literal secrets, types of literals, scope. Throws Failure (kConfig) with
// file:line:column. Looks no reference up.
void check_connection(const Connection& connection, const v1::ConnectorDescriptor& connector);

// Told the value of each secret field that is a reference, as it is looked up.
using OnSecret = std::function<void(std::string_view key, std::string_view secret)>;

// {"connection": ..., "config": {...}, "scope": {...}, "map": {...}}. Checks the connection, looks
// references up, applies defaults; map_json is a JSON object, or empty for the
// connector's own map. Throws Failure: kConfig, or what the secret store throws.
SecretString build_settings(const Connection& connection, const v1::ConnectorDescriptor& connector,
                            const SecretSource& secrets, std::string_view map_json,
                            const OnSecret& on_secret = {});

// The same without the secret fields and the map: what tells two configurations apart. Throws
// Failure (kConfig).
std::string settings_without_secrets(const Connection& connection,
                                     const v1::ConnectorDescriptor& connector,
                                     const SecretSource& secrets);

// For mapping recorded pages again: no secret is looked up, each has a placeholder in its place,
// and so has any other reference that leads nowhere on this machine. Throws Failure (kConfig).
SecretString build_settings_for_replay(const Connection& connection,
                                       const v1::ConnectorDescriptor& connector,
                                       const SecretSource& secrets, std::string_view map_json);

// {"config": {...}, "scope": {...}}: the switches, numbers, choices and the scope. What of the
// settings can change how a page is mapped, and names nobody. What the file refers to is left out.
// Throws Failure (kConfig).
std::string settings_for_mapping(const Connection& connection,
                                 const v1::ConnectorDescriptor& connector);

}  // namespace ingest::host
