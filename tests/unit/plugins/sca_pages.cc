#include "sca_pages.hpp"

#include <gtest/gtest.h>

#include "checkmarx-sca/settings.hpp"
#include "checkmarx-sca/transform.hpp"
#include "ingest/sdk/json.hpp"
#include "sca_tenant.hpp"
#include "scripted_host.hpp"

namespace checkmarx::sca {
namespace {

using boost::json::object;
using ingest::test::Record;
using ingest::test::sample;
using namespace ingest::v1;

template <class Message>
std::vector<Message> parsed(const ingest::test::RecordingSink& sink, uint32_t kind) {
  std::vector<Message> all;
  for (const Record& record : sink.of(kind)) {
    all.emplace_back();
    EXPECT_TRUE(all.back().ParseFromString(record.payload));
  }
  return all;
}

}  // namespace

Project sample_project(size_t index) {
  const auto list = ingest::sdk::json::parse_object(
      sample(index < 3 ? "projects-200-offset0-limit3.json" : "projects-200-offset3-limit3.json"),
      "projects");
  Project project = read_project(list.at("projects").as_array().at(index % 3).as_object());
  const auto scans = ingest::sdk::json::parse_object(sample("last-scan-200.json"), "scans");
  if (const auto* scan = scans.if_contains(project.id)) project.scan = read_scan(scan->as_object());
  return project;
}

Output transform(const Project& project, const std::string& body, uint64_t place,
                 const object& scope) {
  const Settings parsed_settings = parse_settings(settings(scope), 0);
  Record page;
  page.type = "application/json";
  page.unit = project.id;
  page.key = place == 0 ? "project" : "results page 0";
  page.payload = body;
  page.context = context_of(project);
  page.place = place;
  ingest::test::RecordingSink sink;
  const ingest_record record = ingest::test::page_record(page);
  Transform(parsed_settings).page(ingest::sdk::Page(&record), sink.plain());
  Output out;
  out.assets = parsed<Asset>(sink, INGEST_RECORD_ASSET);
  out.findings = parsed<Finding>(sink, INGEST_RECORD_FINDING);
  out.dead = parsed<DeadLetter>(sink, INGEST_RECORD_REJECTED);
  for (const auto& rows : parsed<FilteredRows>(sink, INGEST_RECORD_FILTERED))
    out.filtered[rows.reason()] += rows.count();
  return out;
}

Output rows(const std::string& list, const object& scope) {
  return transform(sample_project(), "{\"results\":" + list + "}", 1, scope);
}

}  // namespace checkmarx::sca
