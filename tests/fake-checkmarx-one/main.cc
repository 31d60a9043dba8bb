// Starts the tenant, says on one line where it is, and serves until it is told to end.
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>

#include "access_tokens.h"
#include "api_routes.h"
#include "dast_results_service.h"
#include "dast_scans_service.h"
#include "front_door.h"
#include "generated_catalog.h"
#include "generated_dast.h"
#include "http_server.h"
#include "json_text.h"
#include "options.h"
#include "private_file.h"
#include "projects_service.h"
#include "results_service.h"
#include "sample_catalog.h"
#include "sample_dast.h"
#include "scans_service.h"
#include "tls_authority.h"
#include "token_service.h"
#include "traffic_stats.h"
#include "truth.h"

namespace fake_cx1 {
namespace {

namespace fs = std::filesystem;

// Asks the kernel to end this process with its parent. False when the parent is already gone.
bool TieToParent() {
  const pid_t parent = ::getppid();
  if (::prctl(PR_SET_PDEATHSIG, SIGTERM) != 0) throw std::runtime_error("prctl failed");
  return ::getppid() == parent;
}

fs::path UseDirectory(const std::string& asked) {
  if (!asked.empty()) {
    fs::create_directories(asked);
    return fs::absolute(asked);
  }
  std::string pattern = (fs::temp_directory_path() / "fake-checkmarx-one-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a directory");
  return pattern;
}

std::unique_ptr<ScaCatalog> MakeCatalog(const Options& options) {
  if (!options.samples.empty()) return std::make_unique<SampleCatalog>(options.samples);
  return std::make_unique<GeneratedCatalog>(options.seed, options.sca);
}

std::unique_ptr<DastCatalog> MakeDastCatalog(const Options& options) {
  if (!options.samples.empty()) return std::make_unique<SampleDast>(options.samples);
  return std::make_unique<GeneratedDast>(options.seed, options.dast, options.canary);
}

void WriteTruthFile(const Options& options, const ScaCatalog& catalog, const DastCatalog& dast) {
  if (options.truth_file.empty()) return;
  std::ofstream file(options.truth_file, std::ios::binary | std::ios::trunc);
  WriteTruth(catalog, dast, options.sca.sees_no_projects, file);
  file.close();
  if (!file) throw std::runtime_error(options.truth_file + ": cannot be written");
}

std::string ReadyLine(const Options& options, const TokenService& tokens, const fs::path& dir,
                      const std::string& api_url, const std::string& iam_url,
                      const std::string& admin_url) {
  std::string line;
  JsonText json(line);
  json.BeginObject();
  json.Text("api_url", api_url);
  json.Text("iam_url", iam_url);
  json.Text("admin_url", admin_url);
  json.Text("ca_file", options.server.plain ? "" : (dir / "ca.pem").string());
  json.Text("tenant", options.identity.tenant);
  json.Text("api_key", tokens.api_key());
  json.Text("client_id", tokens.client_id());
  json.Text("client_secret", tokens.client_secret());
  json.Text("canary", options.canary);
  json.Text("dir", dir.string());
  json.Unsigned("seed", options.seed);
  json.Integer("pid", ::getpid());
  json.EndObject();
  return line;
}

int Serve(const Options& options, const ScaCatalog& catalog, const DastCatalog& dast) {
  WriteTruthFile(options, catalog, dast);
  const fs::path dir = UseDirectory(options.server.dir);
  std::optional<TlsIdentity> identity;
  if (!options.server.plain) {
    identity = MakeTlsIdentity();
    WritePrivateFile(dir / "ca.pem", identity->ca_pem);
  }

  TrafficStats stats;
  AccessTokens access_tokens(options.identity.revoke_tokens_after);
  RequestLog log(options.server.request_log);
  HttpServer server(options.server, identity);
  // By address: "localhost" may mean ::1 first, where nobody listens.
  const std::string scheme = options.server.plain ? "http" : "https";
  const std::string api_url = scheme + "://127.0.0.1:" + std::to_string(server.api_port());
  const std::string iam_url = scheme + "://127.0.0.1:" + std::to_string(server.iam_port());

  TokenService tokens(options, api_url, iam_url, access_tokens, stats);
  const ProjectsService projects(catalog, options.sca);
  const ScansService scans(catalog, options.sca, options.canary);
  const ResultsService results(catalog, options.sca);
  const DastScansService dast_scans(dast, options.dast);
  const DastResultsService dast_results(dast, options.dast);
  FaultPlan faults(options.seed, options.faults);
  const Services services{tokens,     projects,     scans, results,
                          dast_scans, dast_results, stats, faults};
  FrontDoor door(options, MakeRoutes(services, !options.dast.absent), access_tokens, stats, log,
                 faults);
  server.Start(door);

  const std::string admin_url = "http://127.0.0.1:" + std::to_string(server.admin_port());
  const std::string ready = ReadyLine(options, tokens, dir, api_url, iam_url, admin_url);
  WritePrivateFile(dir / "api_key", tokens.api_key());
  WritePrivateFile(dir / "client_secret", tokens.client_secret());
  WritePrivateFile(dir / "tenant.json", ready + "\n");
  std::cout << ready << std::endl;
  server.RunUntilSignal();
  if (options.server.dir.empty()) fs::remove_all(dir);
  return 0;
}

int Run(int argc, char** argv) {
  Options options;
  if (const auto status = ParseOptions(argc, argv, options)) return *status;
  if (options.server.die_with_parent && !TieToParent()) return 0;
  const std::unique_ptr<ScaCatalog> catalog = MakeCatalog(options);
  const std::unique_ptr<DastCatalog> dast = MakeDastCatalog(options);
  if (options.print_truth) {
    WriteTruth(*catalog, *dast, options.sca.sees_no_projects, std::cout);
    return 0;
  }
  return Serve(options, *catalog, *dast);
}

}  // namespace
}  // namespace fake_cx1

int main(int argc, char** argv) {
  try {
    return fake_cx1::Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "fake-checkmarx-one: " << error.what() << '\n';
    return 1;
  }
}
