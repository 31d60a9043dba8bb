// fetch.cc - see fetch.hpp.
#include "checkmarx-sca/fetch.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <memory>
#include <string>
#include <utility>

#include "checkmarx-one/unit_failure.hpp"
#include "checkmarx-sca/scan_results.hpp"
#include "checkmarx-sca/unit_account.hpp"
#include "ingest/sdk/messages.hpp"

namespace checkmarx::sca {
namespace {

using ingest::sdk::Error;

constexpr uint64_t kProjectsPage = 100;
// Projects listed and not yet done: enough that a listing page and a batch of last scans are
// there before the requests run out, and few enough to keep memory flat.
constexpr uint64_t kLookAhead = 400;

one::ItemListing::Shape projects() {
  one::ItemListing::Shape shape;
  shape.name = "projects";
  shape.path = "/api/projects";
  shape.rows_key = "projects";
  shape.total_key = "filteredTotalCount";
  shape.other_total_key = "totalCount";
  shape.id_key = "id";
  shape.permission = "view-projects";
  shape.page_size = kProjectsPage;
  return shape;
}

}  // namespace

Fetch::Fetch(one::ApiClient& api, const ingest::sdk::FetchSink& sink, const Settings& settings)
    : api_(api),
      sink_(sink),
      settings_(settings),
      listing_(api, projects(),
               [this](std::vector<boost::json::object> rows) { listed(std::move(rows)); }),
      scans_(
          api, settings.main_branch_only, [this](Project p) { chosen(std::move(p)); },
          [this](Project p, const Error& e) { failed(std::move(p), e); }),
      repo_urls_(api) {}

void Fetch::run() {
  listing_.next();
  api_.run();
  ingest::sdk::emit_listing(sink_, listing_.report());
}

void Fetch::keep_listing() {
  if (begun_ - done_ < kLookAhead) listing_.next();
}

void Fetch::listed(std::vector<boost::json::object> rows) {
  std::vector<Project> batch;
  for (boost::json::object& row : rows) {
    Project project = read_project(std::move(row));
    if (!sink_.begin_unit(project.id)) {
      ++skipped_;
      continue;
    }
    ++begun_;
    batch.push_back(std::move(project));
    if (batch.size() == LastScans::kBatch) scans_.choose(std::exchange(batch, {}));
  }
  scans_.choose(std::move(batch));
  keep_listing();
}

void Fetch::chosen(Project project) {
  const bool wants_url = settings_.scope.code_repository && !project.has_repo_url() &&
                         project.scan.exists() && !project.scan.details_known;
  if (wants_url) return ask_repo_url(std::move(project));
  read_results(std::move(project));
}

// The URL is worth a request, but its absence is no reason to lose the project.
void Fetch::ask_repo_url(Project project) {
  auto shared = std::make_shared<Project>(std::move(project));
  repo_urls_.ask(
      shared->scan.id,
      [this, shared](const std::string& url) {
        shared->scan.facts["repoUrl"] = url;
        read_results(std::move(*shared));
      },
      [this, shared](const Error& error) {
        shared->warnings.push_back(std::string("no repository URL: ") + error.what());
        read_results(std::move(*shared));
      });
}

void Fetch::read_results(Project project) {
  ingest::v1::UnitReport report = start_report(project);
  std::string context = context_of(project);
  const std::string body = boost::json::serialize(project.source);
  if (context.size() > INGEST_CONTEXT_MAX)
    return failed(std::move(project), Error(INGEST_E_TOO_LARGE,
                                            "the project's own data are more "
                                            "than 1 MiB"));
  ingest::sdk::PageOut page;
  page.unit = project.id;
  page.key = "project";
  page.media_type = "application/json";
  page.body = body;
  page.context = context;
  sink_.emit(page);
  report.set_pages(1);

  if (!project.scan.exists()) {
    report.set_outcome(ingest::v1::UNIT_OUTCOME_EMPTY);
    report.set_reason("no scan whose SCA engine finished");
    return end(report);
  }
  if (!settings_.scope.vulnerabilities) return end(report);
  std::make_shared<ScanResults>(api_, sink_, std::move(context), std::move(report),
                                [this](const ingest::v1::UnitReport& r) { end(r); })
      ->start();
}

void Fetch::failed(Project project, const Error& error) {
  ingest::v1::UnitReport report = start_report(project);
  one::mark_failed(report, error);
  end(report);
}

void Fetch::end(const ingest::v1::UnitReport& report) {
  ingest::sdk::end_unit(sink_, report);
  ++done_;
  const uint64_t known = listing_.claimed() > skipped_ ? listing_.claimed() - skipped_ : 0;
  api_.call().progress(done_, std::max(known, begun_), "projects");
  keep_listing();
}

}  // namespace checkmarx::sca
