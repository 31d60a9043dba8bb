#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <stdexcept>

#include "limit/rows.hpp"
#include "limit/text.hpp"

namespace ingest::bench {
namespace {

using simdjson::ondemand::json_type;
using simdjson::ondemand::object;
using simdjson::ondemand::raw_json_string;
using simdjson::ondemand::value;

constexpr std::string_view kMetricLetters[] = {"AV", "AC", "PR", "UI", "S", "C", "I", "A"};

struct Scan {
  std::string project;
  std::string id;
  v1::AssetClass asset_class = v1::ASSET_CLASS_GENERIC_APPLICATION;
};

Scan scan_of(const Page& page) {
  simdjson::ondemand::parser parser;
  const simdjson::padded_string text(page.context);
  auto document = parser.iterate(text);
  Scan scan;
  scan.project = std::string(std::string_view(document["project"]["id"]));
  scan.id = std::string(std::string_view(document["scan"]["id"]));
  return scan;
}

std::string_view text_of(value v) {
  switch (v.type()) {
    case json_type::string:
      return v.get_string();
    case json_type::number:
      return trimmed(v.raw_json_token());
    default:
      return {};
  }
}

void set_severity(v1::Finding& finding, std::string_view text) {
  text = trimmed(text);
  finding.set_source_severity(text.data(), text.size());
  if (text == "HIGH")
    finding.set_severity(v1::SEVERITY_HIGH);
  else if (text == "MEDIUM")
    finding.set_severity(v1::SEVERITY_MEDIUM);
  else if (text == "LOW")
    finding.set_severity(v1::SEVERITY_LOW);
  else if (text == "CRITICAL")
    finding.set_severity(v1::SEVERITY_CRITICAL);
  else if (text == "INFO")
    finding.set_severity(v1::SEVERITY_INFO);
  else
    throw std::runtime_error("an unknown severity");
}

void set_status(v1::Finding& finding, std::string_view text) {
  text = trimmed(text);
  finding.set_source_status(text.data(), text.size());
  finding.set_status(text == "NEW"     ? v1::FINDING_STATUS_NEW
                     : text == "FIXED" ? v1::FINDING_STATUS_FIXED
                                       : v1::FINDING_STATUS_ACTIVE);
}

void set_state(v1::Finding& finding, std::string_view text) {
  text = trimmed(text);
  finding.set_source_state(text.data(), text.size());
  if (text.empty()) return;
  if (text == "TO_VERIFY")
    finding.set_triage_state(v1::TRIAGE_STATE_TO_VERIFY);
  else if (text == "CONFIRMED")
    finding.set_triage_state(v1::TRIAGE_STATE_CONFIRMED);
  else if (text == "URGENT")
    finding.set_triage_state(v1::TRIAGE_STATE_URGENT);
  else if (text == "PROPOSED_NOT_EXPLOITABLE")
    finding.set_triage_state(v1::TRIAGE_STATE_PROPOSED_NOT_EXPLOITABLE);
  else if (text == "NOT_EXPLOITABLE") {
    finding.set_triage_state(v1::TRIAGE_STATE_NOT_EXPLOITABLE);
    finding.mutable_ignored()->set_is_ignored(true);
    finding.mutable_ignored()->set_reason(text.data(), text.size());
  } else
    finding.set_triage_state(v1::TRIAGE_STATE_CUSTOM);
}

void set_package(v1::Package& package, std::string_view identifier) {
  package.set_identifier(identifier.data(), identifier.size());
  const std::size_t first = identifier.find('-');
  if (first == std::string_view::npos) {
    package.set_name(identifier.data(), identifier.size());
    return;
  }
  package.set_ecosystem(identifier.data(), first);
  const std::string_view rest = identifier.substr(first + 1);
  package.set_name(rest.data(), rest.size());
  const std::size_t last = rest.rfind('-');
  if (last == std::string_view::npos || last == 0 || last + 1 == rest.size()) return;
  const std::string_view name = rest.substr(0, last);
  const std::string_view version = rest.substr(last + 1);
  if (!is_digit(version.front())) return;
  const std::size_t before = name.rfind('-');
  if (before != std::string_view::npos) {
    const std::string_view previous = name.substr(before + 1);
    if (!previous.empty() && is_digit(previous.front()) && previous.find('.') != previous.npos)
      return;
  }
  package.set_name(name.data(), name.size());
  package.set_version(version.data(), version.size());
}

bool is_cve(std::string_view text) {
  if (text.size() < 13 || text.substr(0, 4) != "CVE-" || text[8] != '-') return false;
  for (std::size_t i = 4; i < text.size(); ++i)
    if (i != 8 && !is_digit(text[i])) return false;
  return true;
}

void read_references(value list, v1::Finding& finding) {
  if (list.is_null()) return;
  for (auto entry : list.get_array()) {
    v1::Reference& reference = *finding.add_references();
    for (auto field : entry.get_object()) {
      const raw_json_string key = field.key();
      const std::string_view text = field.value().get_string();
      if (key == "url")
        reference.set_url(text.data(), text.size());
      else if (key == "type")
        reference.set_type(text.data(), text.size());
      else if (key == "comment")
        reference.set_comment(text.data(), text.size());
    }
  }
}

void read_methods(value list, v1::Finding& finding) {
  if (list.is_null()) return;
  for (auto entry : list.get_array()) {
    v1::ExploitableMethod& method = *finding.add_exploitable_methods();
    for (auto field : entry.get_object()) {
      const raw_json_string key = field.key();
      const std::string_view text = field.value().get_string();
      if (key == "fullName")
        method.set_full_name(text.data(), text.size());
      else if (key == "namespace")
        method.set_name_space(text.data(), text.size());
      else if (key == "shortName")
        method.set_short_name(text.data(), text.size());
      else if (key == "sourceFile")
        method.set_source_file(text.data(), text.size());
    }
  }
}

void read_data(object data, v1::Finding& finding) {
  for (auto field : data) {
    const raw_json_string key = field.key();
    if (key == "packageIdentifier") {
      set_package(*finding.mutable_package(), field.value().get_string());
    } else if (key == "publishedAt") {
      read_time(field.value().get_string(), *finding.mutable_published_at());
    } else if (key == "recommendations") {
      const std::string_view text = field.value().get_string();
      finding.mutable_package()->set_recommendations(text.data(), text.size());
    } else if (key == "recommendedVersion") {
      const std::string_view text = field.value().get_string();
      finding.mutable_package()->set_recommended_version(text.data(), text.size());
    } else if (key == "exploitableMethods") {
      read_methods(field.value(), finding);
    } else if (key == "packageData") {
      read_references(field.value(), finding);
    }
  }
}

void set_metric(std::string& metric, std::string_view text) {
  metric.assign(text);
  make_upper(metric);
}

void read_cvss(object all, v1::Finding& finding, bool& has_score) {
  v1::Cvss* cvss = nullptr;
  for (auto field : all) {
    if (cvss == nullptr) cvss = finding.mutable_cvss();
    const raw_json_string key = field.key();
    if (key == "version") {
      const std::string_view text = text_of(field.value());
      cvss->set_version(text.data(), text.size());
    } else if (key == "severity" || key == "cvss3severity") {
      set_metric(*cvss->mutable_severity(), field.value().get_string());
    } else if (key == "attackVector") {
      set_metric(*cvss->mutable_attack_vector(), field.value().get_string());
    } else if (key == "attackComplexity") {
      set_metric(*cvss->mutable_attack_complexity(), field.value().get_string());
    } else if (key == "privilegesRequired") {
      set_metric(*cvss->mutable_privileges_required(), field.value().get_string());
    } else if (key == "userInteraction") {
      set_metric(*cvss->mutable_user_interaction(), field.value().get_string());
    } else if (key == "scope") {
      set_metric(*cvss->mutable_scope(), field.value().get_string());
    } else if (key == "confidentiality" || key == "confidentialityImpact") {
      set_metric(*cvss->mutable_confidentiality(), field.value().get_string());
    } else if (key == "integrity" || key == "integrityImpact") {
      set_metric(*cvss->mutable_integrity(), field.value().get_string());
    } else if (key == "availability" || key == "availabilityImpact") {
      set_metric(*cvss->mutable_availability(), field.value().get_string());
    } else if (key == "score" && !has_score) {
      cvss->set_base_score(std::round(double(field.value()) * 10) / 10);
      has_score = true;
    }
  }
  if (cvss == nullptr) return;
  const std::string_view prefix = cvss->version() == "3.0"                             ? "CVSS:3.0"
                                  : cvss->version() == "3" || cvss->version() == "3.1" ? "CVSS:3.1"
                                                                                       : "";
  if (prefix.empty()) return;
  const std::string* const metrics[] = {&cvss->attack_vector(),
                                        &cvss->attack_complexity(),
                                        &cvss->privileges_required(),
                                        &cvss->user_interaction(),
                                        &cvss->scope(),
                                        &cvss->confidentiality(),
                                        &cvss->integrity(),
                                        &cvss->availability()};
  for (const std::string* metric : metrics)
    if (metric->empty()) return;
  std::string& vector = *cvss->mutable_vector();
  vector = prefix;
  for (std::size_t i = 0; i < std::size(metrics); ++i) {
    vector.push_back('/');
    vector.append(kMetricLetters[i]);
    vector.push_back(':');
    vector.push_back(metrics[i]->front());
  }
}

void read_details(object details, v1::Finding& finding) {
  bool has_score = false;
  for (auto field : details) {
    const raw_json_string key = field.key();
    if (key == "cvssScore") {
      finding.mutable_cvss()->set_base_score(std::round(double(field.value()) * 10) / 10);
      has_score = true;
    } else if (key == "cveName") {
      const std::string_view name = trimmed(field.value().get_string());
      if (is_cve(name)) finding.add_cve_ids(name.data(), name.size());
    } else if (key == "cweId") {
      const std::string_view digits = cwe_digits(text_of(field.value()));
      if (!digits.empty()) finding.add_cwe_ids()->append("CWE-").append(digits);
    } else if (key == "cvss") {
      value cvss = field.value();
      if (!cvss.is_null()) read_cvss(cvss.get_object(), finding, has_score);
    } else if (key == "compliances") {
      value list = field.value();
      if (list.is_null()) continue;
      for (auto entry : list.get_array()) {
        const std::string_view text = entry.get_string();
        finding.add_compliances(text.data(), text.size());
      }
    }
  }
}

// False: of another engine.
bool read_row(object row, v1::Finding& finding) {
  for (auto field : row) {
    const raw_json_string key = field.key();
    if (key == "type") {
      const std::string_view type = field.value().get_string();
      if (type != "sca") return false;
      finding.set_sub_category(type.data(), type.size());
    } else if (key == "id") {
      const std::string_view text = field.value().get_string();
      finding.set_external_finding_id(text.data(), text.size());
    } else if (key == "alternateId") {
      const std::string_view text = field.value().get_string();
      finding.set_alternate_id(text.data(), text.size());
    } else if (key == "similarityId" || key == "similarityID") {
      const std::string_view text = text_of(field.value());
      finding.set_similarity_id(text.data(), text.size());
    } else if (key == "status") {
      set_status(finding, field.value().get_string());
    } else if (key == "state") {
      set_state(finding, field.value().get_string());
    } else if (key == "severity") {
      set_severity(finding, field.value().get_string());
    } else if (key == "confidenceLevel") {
      const std::string_view text = text_of(field.value());
      finding.set_confidence(text.data(), text.size());
    } else if (key == "created") {
      read_time(field.value().get_string(), *finding.mutable_source_created_at());
    } else if (key == "firstFoundAt") {
      read_time(field.value().get_string(), *finding.mutable_first_found_on());
    } else if (key == "foundAt") {
      read_time(field.value().get_string(), *finding.mutable_last_found_on());
    } else if (key == "firstScanId" || key == "firstScanID") {
      const std::string_view text = field.value().get_string();
      finding.set_first_scan_id(text.data(), text.size());
    } else if (key == "description") {
      const std::string_view text = field.value().get_string();
      finding.set_description(text.data(), text.size());
    } else if (key == "data") {
      read_data(field.value().get_object(), finding);
    } else if (key == "vulnerabilityDetails") {
      read_details(field.value().get_object(), finding);
    }
  }
  return true;
}

void add_rest(const Scan& scan, v1::Finding& finding) {
  const std::string& id = finding.external_finding_id();
  const std::string& package = finding.package().identifier();
  if (finding.cve_ids().empty() && is_cve(id)) finding.add_cve_ids(id);
  finding.mutable_name()->append(package).append(" (").append(id).append(")");
  if (finding.alternate_id().empty())
    finding.mutable_identity_key()->append(id).append("|").append(package);
  else
    finding.set_identity_key(finding.alternate_id());
  finding.set_external_asset_id(scan.project);
  finding.set_asset_class(scan.asset_class);
  finding.set_scan_id(scan.id);
  finding.set_source_score_range("INFO..CRITICAL");
  finding.set_vendor_name("Checkmarx");
  finding.set_vendor_product_name("CheckmarxOne SCA");
  finding.set_category("Vulnerability");
}

}  // namespace

std::uint64_t read_sca_page(const Page& page, const OnFinding& on_finding) {
  static simdjson::ondemand::parser parser;
  static v1::Finding finding;
  const Scan scan = scan_of(page);
  auto document = parser.iterate(page.body.data(), page.body.size(),
                                 page.body.size() + simdjson::SIMDJSON_PADDING);
  std::uint64_t number = 0;
  for (auto row : document["results"].get_array()) {
    const std::uint64_t here = number++;
    finding.Clear();
    if (!read_row(row.get_object(), finding)) continue;
    add_rest(scan, finding);
    v1::SourceRef& ref = *finding.mutable_source_ref();
    ref.set_unit(page.unit);
    ref.set_place(page.place);
    ref.set_row(here);
    on_finding(finding);
  }
  return number;
}

}  // namespace ingest::bench
