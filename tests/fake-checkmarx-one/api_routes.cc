#include "api_routes.h"

#include "fault_admin.h"

namespace fake_cx1 {
namespace {

std::vector<std::string> RoleOrComposite(std::string role) {
  return {std::move(role), "ast-viewer", "ast-scanner", "ast-admin"};
}

Route Get(std::string endpoint, std::vector<std::string> pattern) {
  Route route;
  route.endpoint = std::move(endpoint);
  route.method = "GET";
  route.pattern = std::move(pattern);
  return route;
}

}  // namespace

std::vector<Route> MakeRoutes(const Services& services, bool with_dast) {
  std::vector<Route> routes;

  Route token;
  token.endpoint = "token";
  token.method = "POST";
  token.pattern = {"auth", "realms", "*", "protocol", "openid-connect", "token"};
  token.needs_token = false;
  token.on_iam_listener = true;
  token.answer = [&tokens = services.tokens](const Request& request,
                                             const Route::Captures& captures) {
    return tokens.Answer(request, captures.at(0));
  };
  routes.push_back(std::move(token));

  Route projects = Get("projects", {"api", "projects"});
  projects.any_of_roles = RoleOrComposite("view-projects");
  projects.answer = [&service = services.projects](const Request& request, const auto&) {
    return service.List(request);
  };
  routes.push_back(std::move(projects));

  Route last_scan = Get("last-scan", {"api", "projects", "last-scan"});
  last_scan.any_of_roles = RoleOrComposite("view-scans");
  last_scan.answer = [&service = services.scans](const Request& request, const auto&) {
    return service.LastScans(request);
  };
  routes.push_back(std::move(last_scan));

  Route scan = Get("scan", {"api", "scans", "*"});
  scan.any_of_roles = RoleOrComposite("view-scans");
  scan.answer = [&service = services.scans](const Request&, const Route::Captures& captures) {
    return service.OneScan(captures.at(0));
  };
  routes.push_back(std::move(scan));

  Route results = Get("results", {"api", "results"});
  results.any_of_roles = RoleOrComposite("view-results");
  results.answer = [&service = services.results](const Request& request, const auto&) {
    return service.List(request);
  };
  routes.push_back(std::move(results));

  Route stats = Get("stats", {"__admin", "stats"});
  stats.needs_token = false;
  stats.in_the_books = false;
  stats.answer = [&counters = services.stats](const Request&, const auto&) {
    return MakeReply(200, kJson, counters.Json());
  };
  routes.push_back(std::move(stats));

  Route key = Get("new-key", {"__admin", "new-key"});
  key.method = "POST";
  key.needs_token = false;
  key.in_the_books = false;
  key.answer = [&tokens = services.tokens](const Request&, const auto&) {
    return MakeReply(200, "text/plain", tokens.ReplaceApiKey());
  };
  routes.push_back(std::move(key));

  for (const char* method : {"GET", "POST"}) {
    Route faults = Get("faults", {"__admin", "faults"});
    faults.method = method;
    faults.needs_token = false;
    faults.in_the_books = false;
    faults.answer = [&plan = services.faults](const Request& request, const auto&) {
      return AnswerAboutFaults(plan, request);
    };
    routes.push_back(std::move(faults));
  }

  if (with_dast) {
    for (Route& route : MakeDastRoutes(services)) routes.push_back(std::move(route));
  }
  return routes;
}

}  // namespace fake_cx1
