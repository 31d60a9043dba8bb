// result_detail.cc - see result_detail.hpp.
#include "checkmarx-dast/result_detail.hpp"

#include <array>

#include "checkmarx-dast/allow_list.hpp"
#include "checkmarx-dast/redaction.hpp"
#include "checkmarx-one/row_parser.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;

constexpr std::array<Allowed, 6> kFacts = {{
    {"created_at"},
    {"updated_at"},
    {"score"},
    {"confidence"},
    {"alert_status"},
    {"ref", Form::kTexts},
}};

constexpr std::array<std::string_view, 9> kTraffic = {
    "request_header", "request_body", "response_header", "response_body", "attack",
    "evidence",       "params",       "other_info",      "comment"};
// Each; enough to understand a finding, and a page of them stays small.
constexpr size_t kMostTraffic = 8 * 1024;

void add_evidence(const boost::json::object& detail, boost::json::object& kept) {
  Redaction redaction;
  for (const std::string_view name : kTraffic) redaction.learn(json::string_at(detail, name));
  for (const std::string_view name : kTraffic) {
    const std::string_view text = json::string_at(detail, name);
    if (!text.empty()) kept[name] = redaction.apply(text, kMostTraffic);
  }
}

}  // namespace

boost::json::object read_detail(std::string_view body, std::string_view id, bool evidence) {
  one::RowParser parser;
  boost::json::object* parsed = parser.parse(body);
  if (parsed == nullptr)
    throw Error(INGEST_E_BAD_DATA, "the answer is no detail: " + parser.reason());
  boost::json::object& detail = *parsed;
  // The documentation wraps it, the service does not.
  if (boost::json::value* wrapped = detail.if_contains("results");
      wrapped != nullptr && wrapped->is_object()) {
    boost::json::object inner = std::move(wrapped->get_object());
    detail = std::move(inner);
  }
  const std::string stated = json::text_at(detail, "id");
  if (!stated.empty() && stated != id)
    throw Error(INGEST_E_BAD_DATA, "the answer is the detail of another result");
  boost::json::object traffic;
  if (evidence) add_evidence(detail, traffic);
  boost::json::object kept = keep(detail, kFacts);
  if (stated.empty() && kept.empty())
    throw Error(INGEST_E_BAD_DATA, "the answer is no detail of a result");
  for (auto& member : traffic) kept[member.key()] = std::move(member.value());
  return kept;
}

}  // namespace checkmarx::dast
