#include <simdjson.h>

#include <charconv>
#include <stdexcept>

#include "limit/rows.hpp"
#include "limit/text.hpp"

namespace ingest::bench {
namespace {

using simdjson::ondemand::object;
using simdjson::ondemand::raw_json_string;
using simdjson::ondemand::value;

struct Scan {
  std::string environment;
  std::string id;
  std::string link;  // up to the result's id
  google::protobuf::Timestamp started;
  google::protobuf::Timestamp ended;
};

void append_encoded(std::string& out, std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.push_back('%');
      out.push_back(kDigits[byte >> 4U]);
      out.push_back(kDigits[byte & 0xFU]);
    }
  }
}

Scan scan_of(const Page& page) {
  simdjson::ondemand::parser parser;
  const simdjson::padded_string text(page.context);
  auto document = parser.iterate(text);
  Scan scan;
  scan.environment = std::string(std::string_view(document["environment"]["environmentId"]));
  object facts = document["scan"];
  scan.id = std::string(std::string_view(facts["scanId"]));
  read_time(facts["startTime"], scan.started);
  read_time(facts["updateTime"], scan.ended);
  scan.link =
      std::string(std::string_view(document["base"])) + "/applicationsAndProjects/environments/";
  append_encoded(scan.link, scan.environment);
  scan.link.push_back('/');
  append_encoded(scan.link, scan.id);
  scan.link.append("?resultId=");
  return scan;
}

std::string_view string_of(value v) {
  if (v.is_null()) return {};
  return v.get_string();
}

void set_severity(v1::Finding& finding, std::string_view text) {
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

void set_state(v1::Finding& finding, std::string_view text) {
  finding.set_source_state(text.data(), text.size());
  if (text.empty()) return;
  if (text == "To Verify")
    finding.set_triage_state(v1::TRIAGE_STATE_TO_VERIFY);
  else if (text == "Confirmed")
    finding.set_triage_state(v1::TRIAGE_STATE_CONFIRMED);
  else if (text == "Urgent")
    finding.set_triage_state(v1::TRIAGE_STATE_URGENT);
  else if (text == "Proposed Not Exploitable")
    finding.set_triage_state(v1::TRIAGE_STATE_PROPOSED_NOT_EXPLOITABLE);
  else if (text == "Not Exploitable") {
    finding.set_triage_state(v1::TRIAGE_STATE_NOT_EXPLOITABLE);
    finding.mutable_ignored()->set_is_ignored(true);
    finding.mutable_ignored()->set_reason(text.data(), text.size());
  } else
    finding.set_triage_state(v1::TRIAGE_STATE_CUSTOM);
}

void set_url(v1::Location& location, std::string_view url) {
  location.set_url(url.data(), url.size());
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return;
  const std::string_view scheme = url.substr(0, colon);
  location.set_protocol(scheme.data(), scheme.size());
  location.set_port(scheme == "https" ? 443 : 80);
  std::string_view authority = url.substr(colon + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  const std::size_t at = authority.rfind(':');
  if (at == std::string_view::npos) return;
  unsigned port = 0;
  std::from_chars(authority.data() + at + 1, authority.data() + authority.size(), port);
  location.set_port(port);
}

void read_row(object row, v1::Finding& finding) {
  for (auto field : row) {
    const raw_json_string key = field.key();
    if (key == "id") {
      const std::string_view text = field.value().get_string();
      finding.set_external_finding_id(text.data(), text.size());
    } else if (key == "severity") {
      set_severity(finding, field.value().get_string());
    } else if (key == "state") {
      set_state(finding, string_of(field.value()));
    } else if (key == "status") {
      const std::string_view text = field.value().get_string();
      finding.set_source_status(text.data(), text.size());
      finding.set_status(text == "New" ? v1::FINDING_STATUS_NEW : v1::FINDING_STATUS_ACTIVE);
    } else if (key == "name") {
      const std::string_view text = field.value().get_string();
      finding.set_name(text.data(), text.size());
    } else if (key == "description") {
      const std::string_view text = string_of(field.value());
      finding.set_description(text.data(), text.size());
    } else if (key == "solution") {
      const std::string_view text = string_of(field.value());
      finding.set_solution(text.data(), text.size());
    } else if (key == "url") {
      set_url(*finding.mutable_location(), field.value().get_string());
    } else if (key == "method") {
      std::string& method = *finding.mutable_location()->mutable_method();
      method.assign(trimmed(field.value().get_string()));
      make_upper(method);
    } else if (key == "path") {
      const std::string_view text = field.value().get_string();
      finding.mutable_location()->set_path(text.data(), text.size());
    } else if (key == "cwe_id") {
      const std::string_view digits = cwe_digits(string_of(field.value()));
      if (!digits.empty()) finding.add_cwe_ids()->append("CWE-").append(digits);
    } else if (key == "scan_type") {
      const std::string_view text = field.value().get_string();
      finding.set_sub_category(text.data(), text.size());
    } else if (key == "alert_similarity_id") {
      const std::string_view text = string_of(field.value());
      finding.set_similarity_id(text.data(), text.size());
    } else if (key == "owasp") {
      value list = field.value();
      if (list.is_null()) continue;
      for (auto entry : list.get_array()) {
        const std::string_view text = entry.get_string();
        finding.add_owasp(text.data(), text.size());
      }
    }
  }
}

void add_rest(const Scan& scan, v1::Finding& finding) {
  v1::Location& location = *finding.mutable_location();
  location.mutable_instance()->append(location.method()).append(" ").append(location.path());
  finding.set_identity_key(finding.external_finding_id());
  std::string& link = *finding.mutable_vendor_url();
  link = scan.link;
  append_encoded(link, finding.external_finding_id());
  finding.set_external_asset_id(scan.environment);
  finding.set_asset_class(v1::ASSET_CLASS_WEB_APPLICATION);
  finding.set_scan_id(scan.id);
  *finding.mutable_first_found_on() = scan.started;
  *finding.mutable_last_found_on() = scan.ended;
  finding.set_source_score_range("INFO..CRITICAL");
  finding.set_vendor_name("Checkmarx");
  finding.set_vendor_product_name("CheckmarxOne DAST");
  finding.set_category("Vulnerability");
}

}  // namespace

std::uint64_t read_dast_page(const Page& page, const OnFinding& on_finding) {
  static simdjson::ondemand::parser parser;
  static v1::Finding finding;
  const Scan scan = scan_of(page);
  auto document = parser.iterate(page.body.data(), page.body.size(),
                                 page.body.size() + simdjson::SIMDJSON_PADDING);
  std::uint64_t number = 0;
  for (auto row : document["results"].get_array()) {
    finding.Clear();
    read_row(row.get_object(), finding);
    add_rest(scan, finding);
    v1::SourceRef& ref = *finding.mutable_source_ref();
    ref.set_unit(page.unit);
    ref.set_place(page.place);
    ref.set_row(number++);
    on_finding(finding);
  }
  return number;
}

}  // namespace ingest::bench
