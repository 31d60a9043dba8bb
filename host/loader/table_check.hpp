// table_check.hpp - whether what a library's entry point returned is a connector that this host can
// call: the table, the C descriptor, the message in it. Calls describe. Thread-safe.
#pragma once

#include <ingest/connector.h>
#include <ingest/v1/descriptor.pb.h>

#include <cstdint>
#include <string>

namespace ingest::host {

struct CheckedTable {
  std::string fault;  // why it is not fit, in plain words; all else counts only when empty
  std::string name;
  std::uint64_t capabilities = 0;
  v1::ConnectorDescriptor details;
};

CheckedTable check_table(const ingest_connector* table);

// Parts of it, for whoever wants to know which one. Each yields why not, or empty; the second one
// is for a table that passed the first.
std::string table_fault(const ingest_connector* table);                  // size and functions
std::string descriptor_text_fault(const ingest_descriptor* descriptor);  // all but the details

}  // namespace ingest::host
