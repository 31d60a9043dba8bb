// mapping.h - what the connector is, and what of the service becomes which field. Pure functions.
#ifndef MAPPING_H
#define MAPPING_H

#include "support/host.h"
#include "support/json.h"
#include "support/wire.h"

#define CONNECTOR_ID "@NAME@"
#define CONNECTOR_VERSION "1.0.0"
#define CONNECTOR_VENDOR "Example"
#define CONNECTOR_PRODUCT "@TITLE@"

// An ingest.v1.ConnectorDescriptor: what "ingest plugins show @NAME@" prints, and what connection
// files are checked against.
void write_descriptor(wire* w);

// project is its entry in the list.
void write_asset(wire* w, ingest_text unit, json project);

// NULL when the row is a finding; else why it is none, and w holds nothing of use.
const char* write_finding(wire* w, ingest_text unit, uint64_t number, json row);

// A string or number, decoded, as a text field.
void write_json(wire* w, uint32_t field, json value);

#endif  // MAPPING_H
