// company.hpp - every connector of this build, two copies of each, loaded into this one process;
// and the messages that they emit, read with the full protobuf runtime. Loaded once; thread-safe.
#pragma once

#include <gtest/gtest.h>
#include <ingest/connector.h>

#include <memory>
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

// Loads all of them at the first call; throws when one does not load.
const std::vector<Member>& company();
std::vector<Member> demos();
std::vector<Member> products();

// For test parameters: nothing is loaded just to list the tests.
std::vector<std::string> demo_names();
const Member& member(const std::string& name);
// A name as GoogleTest wants it.
std::string test_name(const testing::TestParamInfo<std::string>& parameter);

ingest::v1::ConnectorDescriptor details(const Member& member);

// The message in a record, parsed as the type that the record names; fails the test, and is NULL,
// when it is another type than its kind promises, or malformed.
std::unique_ptr<google::protobuf::Message> parsed(const Record& record);

// All of them as text, for comparing.
std::vector<std::string> as_text(const std::vector<Record>& records);

}  // namespace abitest
