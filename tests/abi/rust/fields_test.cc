// fields_test.cc - the field numbers and enums of the Rust SDK are those of the messages, all of
// them.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>
#include <ingest/v1/asset.pb.h>
#include <ingest/v1/check.pb.h>
#include <ingest/v1/descriptor.pb.h>
#include <ingest/v1/finding.pb.h>
#include <ingest/v1/source_page.pb.h>

#include <cctype>
#include <fstream>
#include <map>
#include <string>

namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FileDescriptor;

// "module::NAME" or "NAME" to its number.
std::map<std::string, int> declared() {
  std::map<std::string, int> all;
  std::ifstream file(FIELDS);
  std::string module;
  for (std::string line; std::getline(file, line);) {
    const size_t mod = line.find("pub mod ");
    const size_t constant = line.find("pub const ");
    if (mod != std::string::npos)
      module = line.substr(mod + 8, line.find(' ', mod + 8) - mod - 8) + "::";
    if (line == "}") module.clear();
    if (constant == std::string::npos) continue;
    const std::string name = line.substr(constant + 10, line.find(':') - constant - 10);
    all[module + name] = std::stoi(line.substr(line.find("= ") + 2));
  }
  return all;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string snake(const std::string& camel) {
  std::string out;
  for (const char c : camel) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 && !out.empty()) out += '_';
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

void add(const FileDescriptor& file, const std::map<std::string, int>& declared,
         std::map<std::string, int>& wanted) {
  for (int i = 0; i < file.enum_type_count(); ++i)
    for (int v = 0; v < file.enum_type(i)->value_count(); ++v)
      wanted[file.enum_type(i)->value(v)->name()] = file.enum_type(i)->value(v)->number();
  for (int m = 0; m < file.message_type_count(); ++m) {
    const Descriptor& message = *file.message_type(m);
    const std::string module = snake(message.name()) + "::";
    // Messages that no connector writes, or seldom, may be left out as a whole.
    const auto first = declared.lower_bound(module);
    if (first == declared.end() || first->first.rfind(module, 0) != 0) continue;
    for (int f = 0; f < message.field_count(); ++f)
      wanted[module + upper(message.field(f)->name())] = message.field(f)->number();
  }
}

TEST(RustFields, AreThoseOfTheMessages) {
  const auto rust = declared();
  std::map<std::string, int> wanted = {{"timestamp::SECONDS", 1}, {"timestamp::NANOS", 2}};
  for (const FileDescriptor* file :
       {ingest::v1::Asset::descriptor()->file(), ingest::v1::CheckResult::descriptor()->file(),
        ingest::v1::ConnectorDescriptor::descriptor()->file(),
        ingest::v1::Finding::descriptor()->file(), ingest::v1::Listing::descriptor()->file()})
    add(*file, rust, wanted);
  EXPECT_EQ(rust, wanted);
  for (const char* module : {"asset::NAME", "finding::NAME", "unit_report::UNIT",
                             "check_result::ID", "connector_descriptor::ID", "listing::NAME",
                             "dead_letter::REASON", "filtered_rows::REASON"})
    EXPECT_EQ(rust.count(module), 1U) << module;
}

}  // namespace
