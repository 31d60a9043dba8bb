// The parts of a finding that are messages or lists of their own.
#include "fields.hpp"
#include "number.hpp"

namespace ingest::sdk::map {
namespace {

using v1::Finding;

Access<Finding> list(void (*append)(Finding&, Parts&&)) {
  Access<Finding> how;
  how.append = append;
  return how;
}

// The schema keeps one decimal, so that 3.700000047683716 of a float is 3.7 again.
bool set_base_score(Finding& finding, const Value& value, std::string& why) {
  double score = 0;
  if (!to_real(value, 0, 10, score, why)) return false;
  finding.mutable_cvss()->set_base_score(rounded(score, 1));
  return true;
}

void append_reference(Finding& finding, Parts&& parts) {
  v1::Reference* reference = finding.add_references();
  reference->set_url(std::move(parts[0]));
  reference->set_type(std::move(parts[1]));
  reference->set_comment(std::move(parts[2]));
}

void append_method(Finding& finding, Parts&& parts) {
  v1::ExploitableMethod* method = finding.add_exploitable_methods();
  method->set_full_name(std::move(parts[0]));
  method->set_name_space(std::move(parts[1]));
  method->set_short_name(std::move(parts[2]));
  method->set_source_file(std::move(parts[3]));
}

void append_attribute(Finding& finding, Parts&& parts) {
  v1::Attribute* attribute = finding.add_custom_attributes();
  attribute->set_key(std::move(parts[0]));
  attribute->set_value(std::move(parts[1]));
}

}  // namespace

void add_finding_detail_targets(std::deque<Target>& all) {
  const auto add = [&all](Target target) { all.push_back(std::move(target)); };
  add(Entry("findings[].cvss.version", "Finding.cvss.version", "text", "CVSS version, such as 3.1.")
          .to(text<Finding>([](Finding& m) { return m.mutable_cvss()->mutable_version(); })));
  add(Entry("findings[].cvss.baseScore", "Finding.cvss.base_score", "number",
            "0.0 to 10.0, kept to one decimal.")
          .to(Access<Finding>{set_base_score}));
  add(Entry("findings[].cvss.severity", "Finding.cvss.severity", "text", "Rating word, upper case.")
          .to(text<Finding>([](Finding& m) { return m.mutable_cvss()->mutable_severity(); })));
  add(Entry("findings[].cvss.vector", "Finding.cvss.vector", "text", "The vector string.")
          .to(text<Finding>([](Finding& m) { return m.mutable_cvss()->mutable_vector(); })));
  add(Entry("findings[].cvss.attackVector", "Finding.cvss.attack_vector", "text",
            "As the specification words it, upper case.")
          .to(text<Finding>([](Finding& m) { return m.mutable_cvss()->mutable_attack_vector(); })));
  add(Entry("findings[].cvss.attackComplexity", "Finding.cvss.attack_complexity", "text",
            "As the specification words it, upper case.")
          .to(text<Finding>(
              [](Finding& m) { return m.mutable_cvss()->mutable_attack_complexity(); })));
  add(Entry("findings[].cvss.privilegesRequired", "Finding.cvss.privileges_required", "text",
            "As the specification words it, upper case.")
          .to(text<Finding>(
              [](Finding& m) { return m.mutable_cvss()->mutable_privileges_required(); })));
  add(Entry("findings[].cvss.userInteraction", "Finding.cvss.user_interaction", "text",
            "As the specification words it, upper case.")
          .to(text<Finding>(
              [](Finding& m) { return m.mutable_cvss()->mutable_user_interaction(); })));
  add(Entry("findings[].cvss.scope", "Finding.cvss.scope", "text",
            "As the specification words it, upper case.")
          .to(text<Finding>([](Finding& m) { return m.mutable_cvss()->mutable_scope(); })));
  add(Entry("findings[].cvss.confidentiality", "Finding.cvss.confidentiality", "text",
            "As the specification words it, upper case.")
          .to(text<Finding>(
              [](Finding& m) { return m.mutable_cvss()->mutable_confidentiality(); })));
  add(Entry("findings[].cvss.integrity", "Finding.cvss.integrity", "text",
            "As the specification words it, upper case.")
          .to(text<Finding>([](Finding& m) { return m.mutable_cvss()->mutable_integrity(); })));
  add(Entry("findings[].cvss.availability", "Finding.cvss.availability", "text",
            "As the specification words it, upper case.")
          .to(text<Finding>([](Finding& m) { return m.mutable_cvss()->mutable_availability(); })));
  add(Entry("findings[].owaspTopTenName", "Finding.owasp", "text",
            "OWASP categories in the source's words.")
          .to(texts<Finding>([](Finding& m) { return m.mutable_owasp(); }))
          .alias("findings[].owasp")
          .repeated());
  add(Entry("findings[].compliances", "Finding.compliances", "text",
            "Standards that the source relates it to.")
          .to(texts<Finding>([](Finding& m) { return m.mutable_compliances(); }))
          .repeated());
  add(Entry("findings[].package.ecosystem", "Finding.package.ecosystem", "text",
            "Package manager in the source's spelling.")
          .to(text<Finding>([](Finding& m) { return m.mutable_package()->mutable_ecosystem(); })));
  add(Entry("findings[].package.name", "Finding.package.name", "text", "Package name.")
          .to(text<Finding>([](Finding& m) { return m.mutable_package()->mutable_name(); })));
  add(Entry("findings[].package.version", "Finding.package.version", "text", "Package version.")
          .to(text<Finding>([](Finding& m) { return m.mutable_package()->mutable_version(); })));
  add(Entry("findings[].package.identifier", "Finding.package.identifier", "text",
            "The source's own identifier.")
          .to(text<Finding>([](Finding& m) { return m.mutable_package()->mutable_identifier(); })));
  add(Entry("findings[].package.recommendedVersion", "Finding.package.recommended_version", "text",
            "The version to move to.")
          .to(text<Finding>(
              [](Finding& m) { return m.mutable_package()->mutable_recommended_version(); })));
  add(Entry("findings[].package.manifests", "Finding.package.manifests", "text",
            "Files that pull the package in.")
          .to(texts<Finding>([](Finding& m) { return m.mutable_package()->mutable_manifests(); }))
          .repeated());
  add(Entry("findings[].package.recommendations", "Finding.package.recommendations", "text",
            "The source's words on what to do.")
          .to(text<Finding>(
              [](Finding& m) { return m.mutable_package()->mutable_recommendations(); })));
  add(Entry("findings[].location.url", "Finding.location.url", "text", "Full affected URL.")
          .to(text<Finding>([](Finding& m) { return m.mutable_location()->mutable_url(); }))
          .alias("findings[].url"));
  add(Entry("findings[].location.method", "Finding.location.method", "text",
            "HTTP method, upper case.")
          .to(text<Finding>([](Finding& m) { return m.mutable_location()->mutable_method(); }))
          .alias("findings[].method"));
  add(Entry("findings[].location.path", "Finding.location.path", "text", "Path and query.")
          .to(text<Finding>([](Finding& m) { return m.mutable_location()->mutable_path(); }))
          .alias("findings[].path"));
  add(Entry("findings[].location.parameter", "Finding.location.parameter", "text",
            "Affected parameter.")
          .to(text<Finding>([](Finding& m) { return m.mutable_location()->mutable_parameter(); }))
          .alias("findings[].parameter"));
  add(Entry("findings[].location.port", "Finding.location.port", "integer", "TCP port; 0 unknown.")
          .to(integer<Finding, 65535>(
              [](Finding& m, std::uint32_t n) { m.mutable_location()->set_port(n); }))
          .alias("findings[].port"));
  add(Entry("findings[].location.protocol", "Finding.location.protocol", "text", "https or http.")
          .to(text<Finding>([](Finding& m) { return m.mutable_location()->mutable_protocol(); }))
          .alias("findings[].protocol"));
  add(Entry("findings[].location.instance", "Finding.location.instance", "text", "METHOD path.")
          .to(text<Finding>([](Finding& m) { return m.mutable_location()->mutable_instance(); }))
          .alias("findings[].instance"));
  add(Entry("findings[].solution", "Finding.solution", "text", "What to do.")
          .to(text<Finding>([](Finding& m) { return m.mutable_solution(); })));
  add(Entry("findings[].evidence.attack", "Finding.evidence.attack", "text",
            "What the scanner sent or saw; off unless a connection asks for it.")
          .to(text<Finding>([](Finding& m) { return m.mutable_evidence()->mutable_attack(); })));
  add(Entry("findings[].evidence.evidence", "Finding.evidence.evidence", "text",
            "What the scanner sent or saw; off unless a connection asks for it.")
          .to(text<Finding>([](Finding& m) { return m.mutable_evidence()->mutable_evidence(); })));
  add(Entry("findings[].evidence.request", "Finding.evidence.request", "text",
            "What the scanner sent or saw; off unless a connection asks for it.")
          .to(text<Finding>([](Finding& m) { return m.mutable_evidence()->mutable_request(); })));
  add(Entry("findings[].evidence.response", "Finding.evidence.response", "text",
            "What the scanner sent or saw; off unless a connection asks for it.")
          .to(text<Finding>([](Finding& m) { return m.mutable_evidence()->mutable_response(); })));
  add(Entry("findings[].evidence.other", "Finding.evidence.other", "text",
            "What the scanner sent or saw; off unless a connection asks for it.")
          .to(text<Finding>([](Finding& m) { return m.mutable_evidence()->mutable_other(); })));
  add(Entry("findings[].references", "Finding.references", "list of references",
            "Links; fields url, type, comment.")
          .to(list(append_reference))
          .repeated({"url", "type", "comment"}));
  add(Entry("findings[].exploitableMethods", "Finding.exploitable_methods", "list of methods",
            "Code that reaches the vulnerable method.")
          .to(list(append_method))
          .repeated({"fullName", "nameSpace", "shortName", "sourceFile"}));
  add(Entry("findings[].customAttributes", "Finding.custom_attributes", "list of attributes",
            "What the schema has no field for; fields key, value.")
          .to(list(append_attribute))
          .repeated({"key", "value"}));
  add(Entry("findings[].customAttributes.NAME", "Finding.custom_attributes", "text",
            "One attribute by its name; a list gives one for each element.")
          .to(list(append_attribute))
          .named());
}

}  // namespace ingest::sdk::map
