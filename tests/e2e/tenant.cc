#include "tenant.hpp"

#include <signal.h>
#include <stdlib.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace ingest::e2e {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "ingest-e2e-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed: " + name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("can't read " + path.string());
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("can't write " + path.string());
}

Tenant::Tenant(std::vector<std::string> flags) {
  const auto truth_file = folder_.path() / "truth.json";
  std::vector<std::string> arguments = {INGEST_TENANT_BINARY, "--dir", folder_.path().string(),
                                        "--truth-file", truth_file.string()};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  process_ = std::make_unique<Process>(arguments);
  const std::string line = process_->read_line(std::chrono::seconds(60));
  if (line.empty()) {
    const ProcessResult end = process_->wait(std::chrono::seconds(1));
    throw std::runtime_error("the simulated tenant did not start: " + end.err);
  }
  facts_ = boost::json::parse(line).as_object();
  truth_ = boost::json::parse(read_file(truth_file)).as_object();
}

Tenant::~Tenant() {
  process_->signal(SIGTERM);
  process_->wait(std::chrono::seconds(10));
}

std::string Tenant::fact(const std::string& name) const {
  return boost::json::value_to<std::string>(facts_.at(name));
}

std::string Tenant::admin(const std::string& path,
                          const std::vector<std::string>& curl_flags) const {
  std::vector<std::string> command = {"/usr/bin/curl", "--silent", "--show-error", "--cacert",
                                      fact("ca_file")};
  command.insert(command.end(), curl_flags.begin(), curl_flags.end());
  command.push_back(fact("admin_url") + "/__admin/" + path);
  const ProcessResult answer = run(command);
  if (answer.status != 0) throw std::runtime_error("no " + path + ": " + answer.err);
  return answer.out;
}

boost::json::object Tenant::stats() const { return boost::json::parse(admin("stats")).as_object(); }

std::uint64_t Tenant::requests() const { return stats().at("requests").to_number<std::uint64_t>(); }

void Tenant::inject(const std::vector<std::string>& faults) const {
  std::string lines;
  for (const std::string& fault : faults) lines += fault + "\n";
  admin("faults", {"--fail", "--data-binary", lines});
}

std::string Tenant::new_key() const { return admin("new-key", {"--fail", "--request", "POST"}); }

std::uint64_t Tenant::faults_fired() const {
  std::uint64_t fired = 0;
  const boost::json::value answer = boost::json::parse(admin("faults"));
  for (const auto& fault : answer.at("faults").as_array())
    fired += fault.at("fired").to_number<std::uint64_t>();
  return fired;
}

}  // namespace ingest::e2e
