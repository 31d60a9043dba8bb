#include "company.hpp"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <sstream>
#include <stdexcept>

#include "ingest/v1/asset.pb.h"
#include "ingest/v1/check.pb.h"
#include "ingest/v1/finding.pb.h"
#include "ingest/v1/source_page.pb.h"
#include "loaded_connector.hpp"

namespace abitest {
namespace {

namespace fs = std::filesystem;
namespace v1 = ingest::v1;

std::vector<fs::path> files() {
  std::vector<fs::path> out;
  std::istringstream listed(CONNECTORS);
  for (std::string file; std::getline(listed, file, '|');) out.emplace_back(file);
  return out;
}

// The second copy is a file of its own: the dynamic linker would give the first one again
// otherwise.
std::vector<Member> load_company() {
  const fs::path copies = fs::temp_directory_path() / ("ingest-abi-" + std::to_string(getpid()));
  fs::create_directories(copies);
  std::vector<Member> out;
  for (const fs::path& file : files()) {
    const fs::path copy = copies / file.filename();
    fs::copy_file(file, copy, fs::copy_options::overwrite_existing);
    out.push_back({file.stem().string(), load(file.string()), {}});
    out.push_back({file.stem().string() + " copy", load(copy.string()), {}});
  }
  fs::remove_all(copies);
  for (Member& member : out) member.id = member.connector->describe()->id;
  return out;
}

template <class Wanted>
std::vector<Member> chosen(Wanted wanted) {
  std::vector<Member> out;
  for (const Member& member : company())
    if (wanted(member)) out.push_back(member);
  return out;
}

}  // namespace

const std::vector<Member>& company() {
  static const std::vector<Member> loaded = load_company();
  return loaded;
}

std::vector<Member> demos() {
  return chosen([](const Member& m) { return m.demo(); });
}

std::vector<Member> products() {
  return chosen([](const Member& m) { return !m.demo(); });
}

std::vector<std::string> demo_names() {
  std::vector<std::string> out;
  for (const fs::path& file : files()) {
    const std::string stem = file.stem().string();
    if (stem.rfind("demo-", 0) != 0) continue;
    out.push_back(stem);
    out.push_back(stem + " copy");
  }
  return out;
}

const Member& member(const std::string& name) {
  for (const Member& member : company())
    if (member.name == name) return member;
  throw std::invalid_argument("no connector " + name);
}

std::string test_name(const testing::TestParamInfo<std::string>& parameter) {
  std::string out = parameter.param;
  for (char& c : out)
    if (c == '-' || c == ' ') c = '_';
  return out;
}

v1::ConnectorDescriptor details(const Member& member) {
  v1::ConnectorDescriptor out;
  EXPECT_TRUE(out.ParseFromString(copy(member.connector->describe()->details))) << member.name;
  return out;
}

std::unique_ptr<google::protobuf::Message> parsed(const Record& record) {
  static const std::map<std::uint32_t, const google::protobuf::Message*> types = {
      {INGEST_RECORD_ASSET, &v1::Asset::default_instance()},
      {INGEST_RECORD_FINDING, &v1::Finding::default_instance()},
      {INGEST_RECORD_CHECK, &v1::CheckResult::default_instance()},
      {INGEST_RECORD_FILTERED, &v1::FilteredRows::default_instance()},
      {INGEST_RECORD_REJECTED, &v1::DeadLetter::default_instance()},
      {INGEST_RECORD_LISTING, &v1::Listing::default_instance()},
  };
  const auto type = types.find(record.kind);
  if (type == types.end()) {
    ADD_FAILURE() << "kind " << record.kind;
    return nullptr;
  }
  EXPECT_EQ(record.type, type->second->GetDescriptor()->full_name());
  std::unique_ptr<google::protobuf::Message> message(type->second->New());
  if (!message->ParseFromString(record.payload)) {
    ADD_FAILURE() << "malformed " << record.type;
    return nullptr;
  }
  EXPECT_TRUE(message->GetReflection()->GetUnknownFields(*message).empty()) << record.type;
  return message;
}

std::vector<std::string> as_text(const std::vector<Record>& records) {
  std::vector<std::string> out;
  for (const Record& record : records) {
    const auto message = parsed(record);
    std::string text = record.type + ": ";
    if (message != nullptr) text += message->ShortDebugString();
    out.push_back(text);
  }
  return out;
}

}  // namespace abitest
