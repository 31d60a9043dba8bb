// check_file.hpp - NAME.check.json: with which settings a connector is tried and what its source
// answers. docs/connector-check.md describes it. Plain data; reading is thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/answer.hpp"

namespace ingest::host::conformance {

struct AnswerRule {
  std::string method;  // empty: any; likewise the others
  std::string host;
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
  unsigned times = 0;  // of each call; 0: always
  Answer answer;

  bool fits(const Request& request) const;
};

struct CheckFile {
  std::filesystem::path path;           // empty: there is none
  std::filesystem::path settings_path;  // of the file that config, scope and map are from
  boost::json::object config;
  boost::json::object scope;
  boost::json::object map;
  bool has_map = false;
  std::vector<AnswerRule> answers;
  std::map<std::string, std::string, std::less<>> skip;  // case, reason
};

// Where it lies for a connector; it need not exist.
std::filesystem::path check_file_of(const std::filesystem::path& connector);

// Both throw Failure (kConfig) that names the file, and line and column or the member at fault.
CheckFile read_check_file(const std::filesystem::path& path);
// The members config, scope and map of path take the place of those in file.
void replace_settings(CheckFile& file, const std::filesystem::path& path);

}  // namespace ingest::host::conformance
