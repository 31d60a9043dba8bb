#include "scans_service.h"

#include <algorithm>
#include <array>
#include <optional>

#include "api_error.h"
#include "json_text.h"
#include "page_window.h"

namespace fake_cx1 {
namespace {

void AppendEngines(const Scan& scan, JsonText& json) {
  std::vector<std::string> names;
  for (const EngineState& engine : scan.engines) names.push_back(engine.name);
  if (!scan.engines_as_text) return json.Texts("engines", names);
  std::string text;
  JsonText inner(text);
  inner.BeginArray();
  for (const std::string& name : names) inner.ItemText(name);
  inner.EndArray();
  json.Text("engines", text);
}

void AppendLastScan(const Scan& scan, JsonText& json) {
  json.BeginObject(scan.project_id);
  json.Text("id", scan.id);
  json.Text("createdAt", scan.created_at);
  json.Text("updatedAt", scan.updated_at);
  json.Text("status", scan.status);
  json.Text("userAgent", scan.user_agent);
  json.Text("initiator", scan.initiator);
  json.Text("branch", scan.branch);
  AppendEngines(scan, json);
  json.Text("sourceType", scan.source_type);
  json.Text("sourceOrigin", scan.source_origin);
  json.EndObject();
}

class LastScanFilter {
 public:
  LastScanFilter(const FormFields& query, bool sca_status_hides_partial)
      : statuses_(query.List("scan-status")),
        engines_(query.List("engine")),
        branch_(query.Get("branch")),
        main_branch_(query.GetOrEmpty("use-main-branch") == "true") {
    constexpr std::array<std::string_view, 6> kEngines = {"sast",   "sca",          "kics",
                                                          "apisec", "microengines", "containers"};
    for (const std::string_view engine : kEngines) {
      if (const auto status = query.Get(std::string(engine) + "-status")) {
        engine_statuses_.push_back({std::string(engine), std::string(*status), ""});
      }
    }
    if (sca_status_hides_partial && statuses_.empty() && query.Get("sca-status")) {
      statuses_.emplace_back("Completed");
    }
  }

  bool Accepts(const Scan& scan, std::string_view main_branch) const {
    const auto is = [&scan](const std::string& status) { return scan.status == status; };
    if (!statuses_.empty() && std::none_of(statuses_.begin(), statuses_.end(), is)) return false;
    for (const std::string& engine : engines_) {
      if (scan.FindEngine(engine) == nullptr) return false;
    }
    for (const EngineState& wanted : engine_statuses_) {
      const EngineState* engine = scan.FindEngine(wanted.name);
      if (engine == nullptr || engine->status != wanted.status) return false;
    }
    if (branch_ && scan.branch != *branch_) return false;
    // A project without a main branch has nothing to compare with and is not filtered.
    return !main_branch_ || main_branch.empty() || scan.branch == main_branch;
  }
  bool needs_main_branch() const { return main_branch_; }

 private:
  std::vector<std::string> statuses_;
  std::vector<std::string> engines_;
  std::vector<EngineState> engine_statuses_;
  std::optional<std::string_view> branch_;
  bool main_branch_;
};

void AppendMetadata(const Scan& scan, const std::string& canary, JsonText& json) {
  json.BeginObject("metadata");
  json.Text("id", scan.id);
  json.Text("type", "git");
  json.BeginObject("Handler");
  json.BeginObject("GitHandler");
  json.Text("branch", scan.branch);
  json.Text("repo_url", scan.repo_url);
  json.BeginObject("credentials");
  json.Text("type", "apiKey");
  json.Text("username", canary);
  json.Text("value", canary);
  json.EndObject();
  json.EndObject();
  json.EndObject();
  json.Raw("configs", R"([{"type":"sast","value":{"incremental":"false"}},{"type":"sca"}])");
  json.EndObject();
}

void AppendStatusDetails(const Scan& scan, JsonText& json) {
  std::vector<EngineState> details = {{"general", scan.status, ""}};
  details.insert(details.end(), scan.engines.begin(), scan.engines.end());
  json.BeginArray("statusDetails");
  for (const EngineState& detail : details) {
    json.BeginObject();
    json.Text("name", detail.name);
    json.Text("status", detail.status);
    json.Text("details", detail.details);
    if (detail.name == "sast") json.Integer("loc", 15821);
    json.Text("startDate", scan.created_at);
    json.Text("endDate", scan.updated_at);
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

std::vector<std::size_t> ScansService::ChosenProjects(const FormFields& query) const {
  std::vector<std::size_t> chosen;
  if (options_.sees_no_projects) return chosen;
  if (query.Get("project-ids")) {
    for (const std::string& id : query.List("project-ids")) {
      if (const auto index = catalog_.FindProject(id)) chosen.push_back(*index);
    }
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  } else {
    chosen.resize(catalog_.ProjectCount());
    for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] = i;
  }
  return chosen;
}

Reply ScansService::LastScans(const Request& request) const {
  auto window = ReadWindow(request.query);
  if (!window) return AstError(400, "invalid limit or offset");
  window->Cap(options_.last_scan_cap);
  window->Distort(request.distortion);
  if (request.query.Get("project-ids") && request.query.Get("application-id")) {
    return AstError(400, "project-ids and application-id are mutually exclusive");
  }
  const LastScanFilter filter(request.query, options_.sca_status_hides_partial);
  std::string body;
  JsonText json(body);
  json.BeginObject();
  std::uint64_t matching = 0;
  for (const std::size_t project : ChosenProjects(request.query)) {
    if (matching >= window->offset && matching - window->offset >= window->limit) break;
    std::string main_branch;
    if (filter.needs_main_branch()) main_branch = catalog_.ProjectAt(project).main_branch;
    const std::vector<Scan> scans = catalog_.ScansOf(project);
    const auto found = std::find_if(scans.begin(), scans.end(), [&](const Scan& scan) {
      return filter.Accepts(scan, main_branch);
    });
    if (found == scans.end()) continue;
    if (matching++ >= window->offset) AppendLastScan(*found, json);
  }
  json.EndObject();
  return MakeReply(200, kVersionedJson, std::move(body));
}

Reply ScansService::OneScan(std::string_view id) const {
  const auto scan = catalog_.FindScan(id);
  if (!scan) return AstError(404, "Resource not found");
  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Text("id", scan->id);
  json.Text("status", scan->status);
  AppendStatusDetails(*scan, json);
  json.Text("branch", scan->branch);
  json.Text("createdAt", scan->created_at);
  json.Text("updatedAt", scan->updated_at);
  json.Text("projectId", scan->project_id);
  json.Text("projectName", scan->project_name);
  json.Text("userAgent", scan->user_agent);
  json.Text("initiator", scan->initiator);
  json.Raw("tags", "{}");
  if (!scan->repo_url.empty()) AppendMetadata(*scan, canary_, json);
  AppendEngines(*scan, json);
  json.Text("sourceType", scan->source_type);
  json.Text("sourceOrigin", scan->source_origin);
  json.EndObject();
  return MakeReply(200, kVersionedJson, std::move(body));
}

}  // namespace fake_cx1
