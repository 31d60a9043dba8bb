#include "options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <map>
#include <string_view>

#include "url_form.h"

namespace fake_cx1 {
namespace {

constexpr std::string_view kDefaultRoles =
    "ast-viewer,view-projects,view-scans,view-results,view-applications,dast-view-environments";

bool ReadNumber(std::string_view text, std::uint64_t& out) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), out);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

void ReadRange(const char* flag, const std::string& text, std::uint64_t& low, std::uint64_t& high) {
  const std::size_t dots = text.find("..");
  const std::string_view view = text;
  const bool good = dots == std::string::npos ? ReadNumber(view, low) && ReadNumber(view, high)
                                              : ReadNumber(view.substr(0, dots), low) &&
                                                    ReadNumber(view.substr(dots + 2), high);
  if (!good || low > high) throw CLI::ValidationError(flag, "expected N or MIN..MAX");
}

template <class Enum>
CLI::Option* AddChoice(CLI::App& app, const char* flag, Enum& value, const char* help,
                       const std::map<std::string, Enum>& choices) {
  return app.add_option(flag, value, help)->transform(CLI::CheckedTransformer(choices));
}

void AddServerOptions(CLI::App& app, ServerOptions& server) {
  app.add_option("--port", server.port, "port of the API listener; 0 takes a free one");
  app.add_option("--iam-port", server.iam_port, "port of the IAM listener; 0 takes a free one");
  app.add_flag("--plain", server.plain, "serve http:// instead of https://");
  app.add_flag("--gzip", server.gzip, "compress bodies for clients that accept gzip");
  app.add_option("--http-threads", server.threads, "threads that serve requests")
      ->check(CLI::Range(1U, 64U));
  app.add_option("--latency-ms", server.latency_ms, "wait before every reply");
  app.add_option("--dir", server.dir, "where ca.pem, api_key, client_secret and tenant.json go");
  app.add_option("--request-log", server.request_log, "append a JSON line for every request");
  app.add_flag("--die-with-parent", server.die_with_parent, "end when the parent process ends");
}

void AddIdentityOptions(CLI::App& app, IdentityOptions& identity, std::string& roles) {
  app.add_option("--tenant", identity.tenant, "tenant name: the realm");
  app.add_option("--azp", identity.azp, "client the API key was made for")
      ->check(CLI::IsMember({"ast-app", "ide-integration"}));
  AddChoice<KeyState>(app, "--key-state", identity.key_state, "active, expired or revoked",
                      {{"active", KeyState::kActive},
                       {"expired", KeyState::kExpired},
                       {"revoked", KeyState::kRevoked}});
  app.add_option("--key-expires-in", identity.key_expires_in, "seconds; gives the key an exp");
  app.add_option("--token-ttl", identity.token_ttl, "lifetime of access tokens in seconds");
  app.add_option("--ast-base-url", identity.ast_base_url, "the claim; default: the API's URL");
  app.add_option("--roles", roles, "comma list for the claim roles_ast");
  app.add_flag("--dast-enabled,!--no-dast-enabled", identity.dast_enabled, "DAST licence");
  app.add_option("--revoke-tokens-after", identity.revoke_tokens_after,
                 "after N API requests all tokens become invalid, once");
}

void AddScaOptions(CLI::App& app, ScaOptions& sca, std::string& rows) {
  app.add_option("--projects", sca.projects, "number of projects");
  app.add_option("--rows", rows, "rows a scan, all engines: N or MIN..MAX");
  app.add_option("--big-scan", sca.big_scan, "rows of project 0's scans");
  app.add_option("--big-scan-every", sca.big_scan_every, "likewise of every Nth project's");
  app.add_flag("--engines-mixed,!--no-engines-mixed", sca.engines_mixed,
               "rows of other engines among the SCA rows");
  app.add_option("--projects-cap", sca.projects_cap, "most projects a page, whatever is asked");
  app.add_option("--last-scan-cap", sca.last_scan_cap, "most last scans a page");
  app.add_option("--results-cap", sca.results_cap, "most results a page");
  app.add_flag("--cap-moves-pages,!--cap-loses-rows", sca.cap_moves_pages,
               "whether a page number counts capped pages or pages as asked for");
  AddChoice<OffsetUnit>(app, "--results-offset", sca.results_offset, "pages, items or ignored",
                        {{"pages", OffsetUnit::kPages},
                         {"items", OffsetUnit::kItems},
                         {"ignored", OffsetUnit::kIgnored}});
  AddChoice<UnknownScan>(
      app, "--unknown-scan", sca.unknown_scan, "reply to results of an unknown scan",
      {{"400", UnknownScan::k400}, {"404", UnknownScan::k404}, {"empty", UnknownScan::kEmpty}});
  app.add_flag("--past-end-null", sca.past_end_is_null, "null, not [], after the last page");
  app.add_flag("--sees-no-projects", sca.sees_no_projects, "the key may see no project");
  app.add_flag("--sca-status-hides-partial", sca.sca_status_hides_partial,
               "last-scan with sca-status but without scan-status skips Partial scans");
}

void AddDastOptions(CLI::App& app, DastOptions& dast, std::string& rows) {
  app.add_option("--dast-environments", dast.environments, "number of DAST environments");
  app.add_option("--dast-rows", rows, "results a DAST scan: N or MIN..MAX");
  app.add_option("--dast-big-scan", dast.big_scan, "results of environment 0's newest scan");
  AddChoice<DastBase>(app, "--dast-from", dast.from, "base0 or base1: the number of the first item",
                      {{"base0", DastBase::kZero}, {"base1", DastBase::kOne}});
  AddChoice<DastEnd>(app, "--dast-to", dast.to, "exclusive or inclusive",
                     {{"exclusive", DastEnd::kExclusive}, {"inclusive", DastEnd::kInclusive}});
  app.add_option("--dast-default-window", dast.default_window, "items when 'to' is not given");
  app.add_option("--dast-window-cap", dast.window_cap, "most environments or scans a page");
  AddChoice<DastInfo>(app, "--dast-info", dast.info, "flat or wrapped (as documented)",
                      {{"flat", DastInfo::kFlat}, {"wrapped", DastInfo::kWrapped}});
  app.add_flag("--dast-lost-results", dast.lost_results,
               "environment 3's scans say hasResults, but their results answer 404");
  app.add_flag("--dast-absent", dast.absent, "the DAST services do not exist: 404 pages");
}

}  // namespace

std::optional<int> ParseOptions(int argc, char** argv, Options& options) {
  CLI::App app("A simulated Checkmarx One tenant on 127.0.0.1", "fake-checkmarx-one");
  std::string roles(kDefaultRoles);
  std::string rows;
  std::string dast_rows;
  AddServerOptions(app, options.server);
  AddIdentityOptions(app, options.identity, roles);
  AddScaOptions(app, options.sca, rows);
  AddDastOptions(app, options.dast, dast_rows);
  app.add_option("--seed", options.seed, "the same seed gives the same tenant");
  app.add_option("--canary", options.canary, "planted where the source holds credentials");
  app.add_option("--fault", options.faults, "kind=...,name=value,...; see the README; repeatable")
      ->take_all()
      ->expected(1);
  app.add_option("--samples", options.samples, "serve the composed samples in this directory")
      ->check(CLI::ExistingDirectory);
  app.add_option("--truth-file", options.truth_file, "write what a right client must find");
  app.add_flag("--print-truth", options.print_truth, "print the truth and end");
  try {
    app.parse(argc, argv);
    if (!rows.empty()) ReadRange("--rows", rows, options.sca.rows_min, options.sca.rows_max);
    if (!dast_rows.empty()) {
      ReadRange("--dast-rows", dast_rows, options.dast.rows_min, options.dast.rows_max);
    }
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  options.identity.roles = SplitList(roles, ',');
  return std::nullopt;
}

}  // namespace fake_cx1
