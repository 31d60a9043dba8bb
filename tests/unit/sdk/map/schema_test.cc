// Every field of Asset and Finding that is not the host's own can be filled by a map, and each
// target fills the field that it says, by the messages' descriptors.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>
#include <stdio.h>

#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ingest/v1/asset.pb.h"
#include "ingest/v1/finding.pb.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct Printed {
  std::string name;
  std::string field;
  std::string bytes;
};

const std::vector<Printed>& printed() {
  static const std::vector<Printed> all = [] {
    std::vector<Printed> lines;
    FILE* pipe = popen(PRINT_MAP_TARGETS, "r");
    std::string text;
    char buffer[4096];
    while (pipe != nullptr && fgets(buffer, sizeof(buffer), pipe) != nullptr) text += buffer;
    EXPECT_TRUE(pipe != nullptr && pclose(pipe) == 0);
    std::istringstream in(text);
    std::string line;
    while (std::getline(in, line)) {
      const std::size_t one = line.find('\t');
      const std::size_t two = line.find('\t', one + 1);
      Printed p{line.substr(0, one), line.substr(one + 1, two - one - 1), {}};
      for (std::size_t i = two + 1; i + 1 < line.size(); i += 2) {
        p.bytes += static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16));
      }
      lines.push_back(std::move(p));
    }
    return lines;
  }();
  return all;
}

bool hosts_own(const FieldDescriptor& field) {
  static const std::set<std::string> names = {"id",         "asset_id",   "fingerprint",
                                              "source_ref", "connection", "asset_class"};
  return names.count(field.name()) != 0;
}

bool is_leaf(const FieldDescriptor& field) {
  return field.message_type() == nullptr || field.is_repeated() ||
         field.message_type()->full_name() == "google.protobuf.Timestamp";
}

void collect(const Descriptor& type, const std::string& prefix, std::set<std::string>& leaves) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (prefix.find('.') == prefix.size() - 1 && hosts_own(field)) continue;
    if (is_leaf(field)) {
      leaves.insert(prefix + field.name());
    } else {
      collect(*field.message_type(), prefix + field.name() + ".", leaves);
    }
  }
}

// The leaves that are set, and of lists of messages that each sub-field is.
void collect_set(const Message& message, const std::string& prefix, std::set<std::string>& leaves) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!is_leaf(*field)) {
      collect_set(message.GetReflection()->GetMessage(message, field), prefix + field->name() + ".",
                  leaves);
      continue;
    }
    leaves.insert(prefix + field->name());
    if (!field->is_repeated() || field->message_type() == nullptr) continue;
    const Message& element = message.GetReflection()->GetRepeatedMessage(message, field, 0);
    std::vector<const FieldDescriptor*> parts;
    element.GetReflection()->ListFields(element, &parts);
    EXPECT_EQ(static_cast<int>(parts.size()), element.GetDescriptor()->field_count())
        << prefix << field->name() << " has parts that no map reaches";
  }
}

TEST(Schema, EveryFieldHasATarget) {
  std::set<std::string> leaves;
  collect(*ingest::v1::Asset::descriptor(), "Asset.", leaves);
  collect(*ingest::v1::Finding::descriptor(), "Finding.", leaves);
  std::set<std::string> reached;
  for (const Printed& p : printed()) reached.insert(p.field);
  EXPECT_EQ(leaves, reached);
}

TEST(Schema, EachTargetFillsItsFieldAndNoOther) {
  const std::set<std::string> required = {"Asset.external_asset_id", "Asset.name",
                                          "Finding.identity_key",    "Finding.name",
                                          "Finding.severity",        "Finding.status"};
  ASSERT_GT(printed().size(), 70u);
  for (const Printed& p : printed()) {
    const bool asset = p.field.rfind("Asset.", 0) == 0;
    std::unique_ptr<Message> message;
    if (asset) {
      message = std::make_unique<ingest::v1::Asset>();
    } else {
      message = std::make_unique<ingest::v1::Finding>();
    }
    ASSERT_TRUE(message->ParseFromString(p.bytes)) << p.name;
    std::set<std::string> expected;
    for (const std::string& field : required) {
      if (field.rfind(asset ? "Asset." : "Finding.", 0) == 0) expected.insert(field);
    }
    expected.insert(p.field);
    std::set<std::string> filled;
    collect_set(*message, asset ? "Asset." : "Finding.", filled);
    EXPECT_EQ(filled, expected) << p.name;
  }
}

}  // namespace
