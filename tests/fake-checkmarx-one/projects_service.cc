#include "projects_service.h"

#include <algorithm>

#include "api_error.h"
#include "json_text.h"
#include "page_window.h"

namespace fake_cx1 {
namespace {

void AppendProject(const Project& project, std::string& out) {
  JsonText json(out);
  json.BeginObject();
  json.Text("id", project.id);
  json.Text("name", project.name);
  json.Text("tenantId", project.tenant_id);
  json.Text("createdAt", project.created_at);
  json.Text("updatedAt", project.updated_at);
  json.Texts("groups", project.groups);
  json.BeginObject("tags");
  for (const auto& [name, value] : project.tags) json.Text(name, value);
  json.EndObject();
  json.Text("repoUrl", project.repo_url);
  json.Text("mainBranch", project.main_branch);
  if (project.origin) json.Text("origin", *project.origin);
  if (project.scm_repo_id) json.Text("scmRepoId", *project.scm_repo_id);
  if (project.repo_id) json.Integer("repoId", *project.repo_id);
  json.Integer("criticality", project.criticality);
  json.Boolean("privatePackage", project.private_package);
  json.Text("imported_proj_name", project.imported_name);
  if (project.application_ids) {
    json.Texts("applicationIds", *project.application_ids);
  } else {
    json.Null("applicationIds");
  }
  json.EndObject();
}

class ProjectFilter {
 public:
  explicit ProjectFilter(const FormFields& query)
      : ids_(query.List("ids")), names_(query.List("names")), part_(query.GetOrEmpty("name")) {}

  bool on() const { return !ids_.empty() || !names_.empty() || !part_.empty(); }
  bool Accepts(const Project& project) const {
    const auto holds = [](const auto& list, const std::string& value) {
      return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
    };
    return holds(ids_, project.id) && holds(names_, project.name) &&
           project.name.find(part_) != std::string::npos;
  }

 private:
  std::vector<std::string> ids_;
  std::vector<std::string> names_;
  std::string part_;
};

}  // namespace

Reply ProjectsService::List(const Request& request) const {
  auto window = ReadWindow(request.query);
  if (!window) return AstError(400, "invalid limit or offset");
  window->Cap(options_.projects_cap);
  window->Distort(request.distortion);

  const std::uint64_t total = options_.sees_no_projects ? 0 : catalog_.ProjectCount();
  const ProjectFilter filter(request.query);
  std::uint64_t matching = filter.on() ? 0 : total;
  std::string projects;
  const auto append = [&projects](const Project& project) {
    if (!projects.empty()) projects += ',';
    AppendProject(project, projects);
  };
  if (filter.on()) {
    for (std::uint64_t i = 0; i < total; ++i) {
      const Project project = catalog_.ProjectAt(i);
      if (!filter.Accepts(project)) continue;
      const std::uint64_t place = matching++;
      if (place >= window->offset && place - window->offset < window->limit) append(project);
    }
  } else {
    const std::uint64_t first = std::min(window->offset, total);
    const std::uint64_t count = std::min(window->limit, total - first);
    for (std::uint64_t i = 0; i < count; ++i) append(catalog_.ProjectAt(first + i));
  }

  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Unsigned("totalCount", total);
  json.Unsigned("filteredTotalCount", matching);
  // The service says null, not [], when it has nothing to list.
  json.Raw("projects", projects.empty() ? "null" : "[" + projects + "]");
  json.EndObject();
  return MakeReply(200, kVersionedJson, std::move(body));
}

}  // namespace fake_cx1
