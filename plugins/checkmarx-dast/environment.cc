// environment.cc - see environment.hpp.
#include "checkmarx-dast/environment.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <utility>

#include "checkmarx-dast/allow_list.hpp"
#include "checkmarx-one/source_text.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;

constexpr std::array<std::string_view, 6> kRisk = {"criticalCount", "CriticalCount", "highCount",
                                                   "mediumCount",   "lowCount",      "infoCount"};
constexpr std::array<std::string_view, 2> kApplication = {"applicationId", "isPrimary"};

constexpr std::array<Allowed, 24> kMembers = {{
    {"environmentId"},
    {"created"},
    {"domain"},
    {"url"},
    {"scanType"},
    {"projectIds", Form::kTexts},
    {"tags", Form::kTexts},
    {"groups", Form::kTexts},
    {"applications", Form::kObjects, kApplication},
    {"riskLevel", Form::kObject, kRisk},
    {"alertRiskLevel", Form::kObject, kRisk},
    {"riskRating"},
    {"lastAlertRiskRating"},
    {"lastScanID"},
    {"lastScanTime"},
    {"lastStatus"},
    {"lastCorrelationStatus"},
    {"creator"},
    {"authSuccess"},
    {"authMethod"},
    {"isPublic"},
    {"hasReport"},
    {"hasAuth"},
    {"tunnelState"},
}};

}  // namespace

Environment read_environment(boost::json::object row) {
  Environment environment;
  environment.id = json::text_at(row, "environmentId");
  environment.source = keep(row, kMembers);
  if (const std::string_view url = json::string_at(environment.source, "url"); !url.empty())
    environment.source["url"] = one::without_userinfo(std::string(url));
  for (const std::string_view name : {"domain", "url", "environmentId"}) {
    if (environment.name.empty()) environment.name = json::text_at(environment.source, name);
  }
  return environment;
}

std::string context_of(const Environment& environment, const Scan& scan, std::string_view base) {
  boost::json::object context;
  context["environment"] = environment.source;
  if (scan.exists()) context["scan"] = scan.facts;
  context["base"] = base;
  return boost::json::serialize(context);
}

}  // namespace checkmarx::dast
