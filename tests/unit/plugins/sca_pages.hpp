// sca_pages.hpp - pages of the SCA connector made by tests, and what transform makes of them.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

#include "checkmarx-sca/project.hpp"
#include "ingest/v1/asset.pb.h"
#include "ingest/v1/finding.pb.h"
#include "ingest/v1/source_page.pb.h"

namespace checkmarx::sca {

struct Output {
  std::vector<ingest::v1::Asset> assets;
  std::vector<ingest::v1::Finding> findings;
  std::map<std::string, uint64_t> filtered;
  std::vector<ingest::v1::DeadLetter> dead;

  uint64_t accounted() const {
    uint64_t sum = findings.size() + dead.size();
    for (const auto& [reason, count] : filtered) sum += count;
    return sum;
  }
};

// The samples' projects, with their scans.
Project sample_project(size_t index = 0);

// The page of a project's own data is place 0.
Output transform(const Project& project, const std::string& body, uint64_t place,
                 const boost::json::object& scope = {});

// A page of results that holds this list of rows.
Output rows(const std::string& list, const boost::json::object& scope = {});

}  // namespace checkmarx::sca
