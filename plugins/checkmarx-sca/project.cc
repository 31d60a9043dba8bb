// project.cc - see project.hpp.
#include "checkmarx-sca/project.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <utility>

#include "checkmarx-one/source_text.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::sca {
namespace {

namespace json = ingest::sdk::json;

constexpr std::array<std::string_view, 9> kScanFacts = {"id",         "status",       "branch",
                                                        "createdAt",  "updatedAt",    "initiator",
                                                        "sourceType", "sourceOrigin", "projectId"};

// An array, or a text that holds one as JSON.
boost::json::array engines_of(const boost::json::object& scan) {
  const boost::json::value* engines = json::value_at(scan, "engines");
  if (engines == nullptr) return {};
  if (const auto* list = engines->if_array()) return *list;
  const auto* text = engines->if_string();
  if (text == nullptr) return {};
  try {
    boost::json::value parsed = json::parse(*text);
    if (auto* list = parsed.if_array()) return std::move(*list);
  } catch (const ingest::sdk::Error&) {  // not JSON: then it is one engine's name
  }
  return {boost::json::value(*text)};
}

}  // namespace

Scan read_scan(const boost::json::object& scan) {
  Scan out;
  out.id = json::text_at(scan, "id");
  out.status = json::text_at(scan, "status");
  out.created_at = json::text_at(scan, "createdAt");
  for (const std::string_view name : kScanFacts) {
    if (const boost::json::value* value = json::value_at(scan, name);
        value != nullptr && value->is_string())
      out.facts[name] = *value;
  }
  boost::json::array engines;
  for (boost::json::value& engine : engines_of(scan)) {
    if (engine.is_string()) engines.push_back(std::move(engine));
  }
  out.facts["engines"] = std::move(engines);
  return out;
}

std::string sca_status(const boost::json::object& scan) {
  const boost::json::value* details = json::value_at(scan, "statusDetails");
  if (details == nullptr || !details->is_array())
    throw ingest::sdk::Error(INGEST_E_BAD_DATA,
                             "the scan's details do not say how its engines did");
  for (const boost::json::value& detail : json::array_at(scan, "statusDetails")) {
    const boost::json::object& engine = json::as_object(detail);
    if (json::string_at(engine, "name") == "sca") return json::text_at(engine, "status");
  }
  return {};
}

std::string repo_url_of(const boost::json::object& scan) {
  const boost::json::object& handler =
      json::object_at(json::object_at(scan, "metadata"), "Handler");
  return one::without_userinfo(json::string_at(json::object_at(handler, "GitHandler"), "repo_url"));
}

bool Project::has_repo_url() const { return !json::string_at(source, "repoUrl").empty(); }

Project read_project(boost::json::object row) {
  Project project;
  project.id = json::text_at(row, "id");
  project.name = json::text_at(row, "name");
  if (const std::string_view url = json::string_at(row, "repoUrl"); !url.empty())
    row["repoUrl"] = one::without_userinfo(std::string(url));
  project.source = std::move(row);
  return project;
}

std::string context_of(const Project& project) {
  boost::json::object context;
  context["project"] = project.source;
  if (project.scan.exists()) context["scan"] = project.scan.facts;
  return boost::json::serialize(context);
}

}  // namespace checkmarx::sca
