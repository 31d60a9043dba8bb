// project.hpp - what fetch knows of a project and of the scan whose results count, and how it
// travels to transform: as a page's context. Plain data; the functions are pure. [thread-safe]
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

namespace checkmarx::sca {

// The members of a scan that are kept, by allow list: its metadata can hold credentials.
struct Scan {
  std::string id;
  std::string status;  // in the source's words
  std::string created_at;
  boost::json::object facts;   // id, status, branch, createdAt, ..., repoUrl
  bool details_known = false;  // repoUrl was asked for

  bool exists() const noexcept { return !id.empty(); }
};

// From an entry of last-scan, or from GET /api/scans/{id}.
Scan read_scan(const boost::json::object& scan);

// The status of the SCA engine by the scan's statusDetails; empty when it took no part. Throws
// INGEST_E_BAD_DATA when there are none.
std::string sca_status(const boost::json::object& scan);

// The repository in the scan's metadata, without user name and password. Empty: none.
std::string repo_url_of(const boost::json::object& scan);

// One project on its way through fetch.
struct Project {
  std::string id;
  std::string name;
  boost::json::object source;  // as listed, its repoUrl without user name and password
  Scan scan;
  std::vector<std::string> warnings;

  bool has_repo_url() const;
};

Project read_project(boost::json::object row);

// {"project": {...}, "scan": {...}}; without "scan" when there is none.
std::string context_of(const Project& project);

}  // namespace checkmarx::sca
