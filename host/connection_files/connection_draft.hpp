// connection_draft.hpp - what a connection file that is yet to be written is to say. Plain data;
// values are as they are written, secrets are references.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ingest::host {

struct ConnectionDraft {
  std::string name;
  std::string plugin;
  std::string description;
  bool active = true;
  std::map<std::string, std::string> config;
  std::map<std::string, std::vector<std::string>> scope;  // only what is chosen otherwise
  std::string map = "default";
  // Each in the order in which they are to stand.
  std::vector<std::pair<std::string, std::string>> http;
  std::vector<std::pair<std::string, std::string>> schedule;  // days: "mon,thu" or "daily"
  std::string output_dir;
};

}  // namespace ingest::host
