#include "dast_scans_service.h"

#include <numeric>

#include "dast_order.h"
#include "dast_window.h"
#include "json_text.h"

namespace fake_cx1 {
namespace {

constexpr std::string_view kPlainText = "text/plain; charset=utf-8";

Reply PlainError(unsigned status, std::string_view text) {
  return MakeReply(status, kPlainText, std::string(text));
}

std::string EnvironmentKey(const DastEnvironment& environment, std::string_view column) {
  if (column == "domain") return environment.domain;
  if (column == "url") return environment.url;
  if (column == "scantype") return environment.scan_type;
  if (column == "lastscantime") return environment.last_scan_time;
  if (column == "lastscanstatus") return environment.last_status;
  if (column == "lastriskrating") return environment.risk_rating;
  return environment.created;
}

std::string ScanKey(const DastScan& scan, std::string_view column) {
  if (column == "starttime") return scan.start_time;
  if (column == "updatetime") return scan.update_time;
  if (column == "laststatus") return scan.last_status;
  return scan.created;
}

template <class Items, class KeyOf>
void Sort(Items& items, const DastOrder& order, KeyOf key_of) {
  std::stable_sort(items.begin(), items.end(), [&](const auto& a, const auto& b) {
    const std::string left = key_of(a);
    const std::string right = key_of(b);
    const auto left_time = ReadTime(left);
    const auto right_time = ReadTime(right);
    const bool times = left_time.has_value() && right_time.has_value();
    if (order.descending) return times ? *right_time < *left_time : right < left;
    return times ? *left_time < *right_time : left < right;
  });
}

bool HasStatus(const std::vector<std::string>& wanted, std::string_view last_status) {
  return wanted.empty() ||
         std::find(wanted.begin(), wanted.end(), StatusWord(last_status)) != wanted.end();
}

std::string ListOrNull(const std::string& items) {
  return items.empty() ? "null" : "[" + items + "]";
}

}  // namespace

Reply DastScansService::Environments(const Request& request) const {
  std::vector<std::size_t> chosen(catalog_.EnvironmentCount());
  std::iota(chosen.begin(), chosen.end(), 0);
  const std::vector<std::string> statuses = request.query.List("lastStatus");
  if (!statuses.empty()) {
    std::erase_if(chosen, [&](std::size_t index) {
      return !HasStatus(statuses, catalog_.EnvironmentAt(index).last_status);
    });
  }
  if (const auto sort = request.query.Get("sort")) {
    const auto order =
        ReadDastOrder(*sort, {"domain", "url", "scantype", "lastscantime", "lastscanstatus",
                              "lastriskrating", "created", "authsuccess"});
    if (!order) return PlainError(400, "invalid sort");
    // The catalog's own order is that of creation.
    if (order->column != "created" || order->descending) {
      Sort(chosen, *order, [&](std::size_t index) {
        return EnvironmentKey(catalog_.EnvironmentAt(index), order->column);
      });
    }
  }
  const auto window = ReadDastWindow(request, options_, chosen.size());
  if (!window) return PlainError(400, "invalid from or to");
  std::string items;
  for (std::size_t i = window->begin; i < window->end; ++i) {
    if (!items.empty()) items += ',';
    catalog_.AppendEnvironment(chosen[i], items);
  }
  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Raw("environments", ListOrNull(items));
  json.Unsigned("totalItems", chosen.size());
  json.Integer("misconfiguredCount", 0);
  json.Text("zrokHost", "https://zrok.example.net");
  json.EndObject();
  return MakeReply(200, kPlainText, std::move(body));
}

Reply DastScansService::OneEnvironment(std::string_view id) const {
  const auto index = catalog_.FindEnvironment(id);
  if (!index) return PlainError(404, "environment not found");
  std::string body;
  catalog_.AppendEnvironment(*index, body);
  return MakeReply(200, kPlainText, std::move(body));
}

Reply DastScansService::Tenant() const {
  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Text("tenantID", "5d0f3c1e-7b52-4f0a-9b6e-2f7f1f6c9a01");
  json.Unsigned("environmentsCount", catalog_.EnvironmentCount());
  json.Text("riskRating", catalog_.EnvironmentCount() == 0 ? "No risk" : "High risk");
  json.EndObject();
  return MakeReply(200, kJson, std::move(body));
}

Reply DastScansService::Scans(const Request& request) const {
  const auto id = request.query.Get("environmentId");
  if (!id || id->empty()) return PlainError(400, "environmentId is required");
  if (id->size() != 36) return PlainError(400, "environmentId is not a valid uuid");
  const auto environment = catalog_.FindEnvironment(*id);
  if (!environment) return PlainError(404, "environment not found");
  std::vector<DastScan> scans = catalog_.ScansOf(*environment);
  const std::vector<std::string> statuses = request.query.List("lastStatus");
  std::erase_if(scans, [&](const DastScan& s) { return !HasStatus(statuses, s.last_status); });
  if (const auto sort = request.query.Get("sort")) {
    const auto order =
        ReadDastOrder(*sort, {"initiator", "scantype", "created", "starttime", "updatetime",
                              "scanduration", "laststatus", "riskrating"});
    if (!order) return PlainError(400, "invalid sort");
    Sort(scans, *order, [&](const DastScan& scan) { return ScanKey(scan, order->column); });
  }
  const auto window = ReadDastWindow(request, options_, scans.size());
  if (!window) return PlainError(400, "invalid from or to");
  std::string items;
  for (std::size_t i = window->begin; i < window->end; ++i) {
    if (!items.empty()) items += ',';
    catalog_.AppendScan(scans[i], items);
  }
  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Raw("scans", ListOrNull(items));
  json.Unsigned("totalScans", scans.size());
  json.EndObject();
  return MakeReply(200, kPlainText, std::move(body));
}

Reply DastScansService::OneScan(std::string_view id) const {
  const auto scan = catalog_.FindScan(id);
  if (!scan) return PlainError(404, "scan not found");
  std::string body;
  catalog_.AppendScan(*scan, body);
  return MakeReply(200, kPlainText, std::move(body));
}

}  // namespace fake_cx1
