// company.hpp - every connector of this build, two copies of each, loaded into this one process;
// and the messages that they emit, read with the full protobuf runtime. Loaded once; thread-safe.
#pragma once

#include <ingest/connector.h>

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "ingest/v1/descriptor.pb.h"
#include "recording_host.hpp"

namespace abitest {

struct Member {
  std::string name;  // "demo-c", "demo-c copy"
  const ingest_connector* connector = nullptr;
  std::string id;  // from its descriptor

  bool demo() const { return id.rfind("demo-", 0) == 0; }
};
std::ostream& operator<<(std::ostream& out, const Member& member);

const std::vector<Member>& company();
std::vector<Member> demos();
std::vector<Member> products();

ingest::v1::ConnectorDescriptor details(const Member& member);

// The message in a record, parsed as the type that the record names; fails the test, and is NULL,
// when it is another type than its kind promises, or malformed.
std::unique_ptr<google::protobuf::Message> parsed(const Record& record);

// All of them as text, for comparing.
std::vector<std::string> as_text(const std::vector<Record>& records);

}  // namespace abitest
