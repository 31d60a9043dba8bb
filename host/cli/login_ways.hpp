// login_ways.hpp - fields of which one set or another will do, such as an API key, or a client id
// with its secret. Pure.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <set>
#include <string>
#include <vector>

namespace ingest::host {

// The sets of keys that satisfy a required field: itself first, then for each field that takes its
// place that one with all that it needs. One set only: there is nothing to choose.
std::vector<std::vector<std::string>> ways_of(const v1::ConfigField& field,
                                              const v1::ConnectorDescriptor& connector);

// Keys that are asked for as part of a choice, not by themselves.
std::set<std::string> keys_in_choices(const v1::ConnectorDescriptor& connector);

const v1::ConfigField* field_named(const v1::ConnectorDescriptor& connector,
                                   const std::string& key);

std::string label_of(const v1::ConfigField& field);  // plain

}  // namespace ingest::host
