// tenant.hpp - a simulated tenant for the length of a test, and the truth that it holds.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "process.hpp"

namespace ingest::e2e {

// A folder of its own for each test, gone with it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class Tenant {
 public:
  explicit Tenant(std::vector<std::string> flags = {});
  ~Tenant();

  // A member of the ready line: "api_url", "iam_url", "ca_file", "tenant", "api_key", ...
  std::string fact(const std::string& name) const;
  const boost::json::object& truth() const { return truth_; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  boost::json::object stats() const;
  std::uint64_t requests() const;
  // Injects these faults in place of all others; see the tenant's README.
  void inject(const std::vector<std::string>& faults) const;
  std::uint64_t faults_fired() const;
  // Another API key; the one before is revoked.
  std::string new_key() const;
  Process& process() { return *process_; }

 private:
  std::string admin(const std::string& path, const std::vector<std::string>& curl_flags = {}) const;

  TemporaryFolder folder_;
  std::unique_ptr<Process> process_;
  boost::json::object facts_;
  boost::json::object truth_;
};

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& text);

}  // namespace ingest::e2e
