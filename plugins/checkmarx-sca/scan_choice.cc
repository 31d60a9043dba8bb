// scan_choice.cc - see scan_choice.hpp.
#include "checkmarx-sca/scan_choice.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "checkmarx-one/source_text.hpp"
#include "checkmarx-sca/scan_details.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::sca {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;

bool newer(const boost::json::object& a, const boost::json::object& b) {
  return one::comparable_time(json::string_at(a, "createdAt")) >
         one::comparable_time(json::string_at(b, "createdAt"));
}

template <class Map>
auto* at(const Map& map, const std::string& project) {
  const auto found = map.find(project);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

ScanChoice::ScanChoice(one::ApiClient& api, bool main_branch_only, OnChosen on_chosen,
                       OnFailed on_failed)
    : api_(api),
      last_scans_(api),
      branch_filter_(main_branch_only ? "&use-main-branch=true" : ""),
      on_chosen_(std::move(on_chosen)),
      on_failed_(std::move(on_failed)) {}

void ScanChoice::choose(std::vector<Project> projects) {
  if (projects.empty()) return;
  auto batch = std::make_shared<Batch>();
  batch->projects = std::move(projects);
  std::vector<std::string> ids;
  ids.reserve(batch->projects.size());
  for (const Project& project : batch->projects) ids.push_back(project.id);
  last_scans_.ask(ids, "scan-status=Completed" + branch_filter_,
                  [this, batch](LastScans::Answer answer) {
                    batch->completed = std::move(answer);
                    answered(batch);
                  });
  ask_partial(batch, ids);
}

// With sca-status a server that honours it finds an older Partial scan when the newest one has
// no SCA results; one that refuses the parameter is asked without.
void ScanChoice::ask_partial(const BatchPtr& batch, const std::vector<std::string>& ids) {
  const std::string filter =
      "scan-status=Partial" + std::string(refuses_engine_ ? "" : "&sca-status=Completed");
  last_scans_.ask(ids, filter + branch_filter_, [this, batch](LastScans::Answer answer) {
    const auto refused = [](const auto& failed) { return failed.second.vendor_code() == 400; };
    if (!refuses_engine_ && std::any_of(answer.failed.begin(), answer.failed.end(), refused))
      return ask_partial_without_engine(batch, std::move(answer));
    batch->partial = std::move(answer);
    answered(batch);
  });
}

void ScanChoice::ask_partial_without_engine(const BatchPtr& batch, LastScans::Answer so_far) {
  std::vector<std::string> refused;
  for (const auto& [project, error] : so_far.failed) {
    if (error.vendor_code() == 400) refused.push_back(project);
  }
  const size_t all = batch->projects.size();
  std::sort(refused.begin(), refused.end());
  for (const std::string& project : refused) so_far.failed.erase(project);
  batch->partial = std::move(so_far);
  last_scans_.ask(refused, "scan-status=Partial" + branch_filter_,
                  [this, batch, all, asked = refused.size()](LastScans::Answer answer) {
                    // Nobody was answered with it, everybody without: the next ones need not try.
                    refuses_engine_ = asked == all && answer.failed.empty();
                    batch->partial.found.merge(answer.found);
                    batch->partial.failed.merge(answer.failed);
                    answered(batch);
                  });
}

void ScanChoice::answered(const BatchPtr& batch) {
  if (--batch->questions > 0) return;
  for (Project& project : batch->projects) {
    const Error* error = at(batch->completed.failed, project.id);
    if (error == nullptr) error = at(batch->partial.failed, project.id);
    if (error != nullptr) {
      on_failed_(std::move(project), *error);
    } else {
      judge(std::move(project), *batch);
    }
  }
}

void ScanChoice::judge(Project project, const Batch& batch) {
  const boost::json::object* completed = at(batch.completed.found, project.id);
  const boost::json::object* partial = at(batch.partial.found, project.id);
  if (partial != nullptr && (completed == nullptr || newer(*partial, *completed)))
    return verify(std::move(project), *partial, completed);
  if (completed != nullptr) project.scan = read_scan(*completed);
  on_chosen_(std::move(project));
}

void ScanChoice::verify(Project project, const boost::json::object& partial,
                        const boost::json::object* completed) {
  Scan fallback;
  if (completed != nullptr) fallback = read_scan(*completed);
  Scan candidate = read_scan(partial);
  const std::string id = candidate.id;
  auto shared = std::make_shared<Project>(std::move(project));
  get_scan_details(
      api_, id, DetailsFor::kChoice,
      [this, shared, candidate = std::move(candidate),
       fallback = std::move(fallback)](const ScanDetails& details) mutable {
        if (details.sca_status == "Completed") {
          shared->scan = std::move(candidate);
          shared->scan.facts["repoUrl"] = details.repo_url;
          shared->scan.details_known = true;
        } else {
          shared->warnings.push_back(
              "the newest Partial scan " + candidate.id + " has no finished SCA part" +
              (fallback.exists() ? "; the newest Completed one counts" : ""));
          shared->scan = std::move(fallback);
        }
        on_chosen_(std::move(*shared));
      },
      [this, shared](const Error& error) { on_failed_(std::move(*shared), error); });
}

}  // namespace checkmarx::sca
