// expected_message.hpp - a finding or an asset as a case of a map file states it: the JSON that
// "ingest read" prints, read strictly against the message's descriptor, and held against what a map
// made. Immutable once read; thread-safe.
#pragma once

#include <google/protobuf/message.h>

#include <boost/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace ingest::host {

// Where a message is not what was expected. Texts come from maps and rows: nothing in them is fit
// for a terminal.
struct Difference {
  std::string field;     // "package.version", "references[1].url"
  std::string expected;  // as JSON, at most 300 bytes; "nothing" where there must be none
  std::string got;       // likewise
};

class ExpectedMessage {
 public:
  // json: members by their JSON names; an enum by its name, with or without what all names of it
  // start with; a time in RFC 3339. absent: a list of members that must have no value. Throws
  // Failure (kConfig) that names the member and the nearest one that there is.
  ExpectedMessage(const google::protobuf::Descriptor& message, const boost::json::value* json,
                  const boost::json::value* absent, bool exact);

  // Members that are not stated may have any value, unless exact. In lists of messages the elements
  // stand for each other one by one.
  std::vector<Difference> compare(const google::protobuf::Message& message) const;

  // Fields that have an expected value, as sdk::map::TargetInfo::field writes them.
  const std::set<std::string>& fields() const noexcept { return fields_; }

 private:
  // path: of the member, for errors. field_path: as in fields_; empty: not to be kept there.
  boost::json::object read(const google::protobuf::Descriptor& message,
                           const boost::json::value& json, const std::string& path,
                           const std::string& field_path);
  boost::json::value read_value(const google::protobuf::FieldDescriptor& field,
                                const boost::json::value& json, const std::string& path,
                                const std::string& field_path);
  void read_absent(const google::protobuf::Descriptor& message, const boost::json::value& absent);

  boost::json::object expected_;
  std::vector<std::string> absent_;
  std::set<std::string> fields_;
  bool exact_;
};

}  // namespace ingest::host
