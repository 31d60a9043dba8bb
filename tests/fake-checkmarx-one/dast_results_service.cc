#include "dast_results_service.h"

#include <algorithm>
#include <optional>

#include "dast_order.h"
#include "json_text.h"

namespace fake_cx1 {
namespace {

constexpr std::uint64_t kLargestPage = 100;

Reply ResultsServiceError(unsigned status, std::string_view text) {
  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Text("error", text);
  json.Integer("code", status);
  json.EndObject();
  return MakeReply(status, kJson, std::move(body));
}

struct Page {
  std::uint64_t number = 1;
  std::uint64_t size = 10;
  PageDistortion distortion = {};

  std::uint64_t Rows() const { return distortion.cap == 0 ? size : std::min(size, distortion.cap); }
  // The size by which pages are counted.
  std::uint64_t Step() const { return distortion.cap_moves_pages ? Rows() : size; }
  std::uint64_t Begin() const {
    if (number - 1 > UINT64_MAX / Step()) return UINT64_MAX;
    return distortion.Begin((number - 1) * Step());
  }
  bool Holds(std::uint64_t place) const { return place >= Begin() && place - Begin() < Rows(); }
};

// Nothing when the request is wrong; `error` then says why.
std::optional<Page> ReadPage(const FormFields& query, std::string_view& error) {
  using State = FormFields::NumberState;
  Page page;
  const State number = query.Number("page", page.number);
  const State size = query.Number("per_page", page.size);
  if (number == State::kInvalid || page.number == 0) error = "invalid page";
  if (size == State::kInvalid || page.size == 0 || page.size > kLargestPage) {
    error = "invalid per_page";
  }
  if (const auto sort = query.Get("sort_by")) {
    const auto order = ReadDastOrder(
        *sort, {"status", "name", "url", "method", "scan_type", "severity", "state", "path"});
    if (!order) error = "invalid sort_by";
  }
  return error.empty() ? std::optional<Page>(page) : std::nullopt;
}

Reply PageReply(const std::string& rows, std::uint64_t total, const Page& page) {
  std::string body =
      "{\"results\":[" + rows + "],\"total\":" + std::to_string(total) +
      ",\"pages_number\":" + std::to_string((total + page.Step() - 1) / page.Step()) + "}";
  return MakeReply(200, kJson, std::move(body));
}

class ResultFilter {
 public:
  explicit ResultFilter(const FormFields& query)
      : severities_(query.List("filter[severity]")),
        states_(query.List("filter[state]")),
        statuses_(query.List("filter[status]")),
        methods_(query.List("filter[method]")) {}

  bool on() const {
    return !severities_.empty() || !states_.empty() || !statuses_.empty() || !methods_.empty();
  }
  bool Accepts(const DastHead& head) const {
    return Holds(severities_, head.severity) && Holds(states_, head.state) &&
           Holds(statuses_, head.status) && Holds(methods_, head.method);
  }

 private:
  static bool Holds(const std::vector<std::string>& list, std::string_view value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
  }
  std::vector<std::string> severities_;
  std::vector<std::string> states_;
  std::vector<std::string> statuses_;
  std::vector<std::string> methods_;
};

}  // namespace

Reply DastResultsService::List(const Request& request, std::string_view scan_id) const {
  if (scan_id.size() != 36) return ResultsServiceError(400, "invalid scan id");
  std::string_view error;
  auto page = ReadPage(request.query, error);
  if (!page) return ResultsServiceError(400, error);
  page->distortion = request.distortion;
  const auto scan = catalog_.FindScan(scan_id);
  if (!scan || !scan->stored) return ResultsServiceError(404, "failed to find scanID");
  const ResultFilter filter(request.query);
  std::string rows;
  const auto append = [&](std::uint64_t row) {
    if (!rows.empty()) rows += ',';
    catalog_.AppendResult(*scan, row, rows);
  };
  std::uint64_t total = filter.on() ? 0 : scan->results;
  if (filter.on()) {
    for (std::uint64_t row = 0; row < scan->results; ++row) {
      if (!filter.Accepts(catalog_.HeadOf(*scan, row))) continue;
      if (page->Holds(total++)) append(row);
    }
  } else {
    const std::uint64_t begin = std::min(page->Begin(), total);
    const std::uint64_t count = std::min(page->Rows(), total - begin);
    for (std::uint64_t i = 0; i < count; ++i) append(begin + i);
  }
  return PageReply(rows, total, *page);
}

Reply DastResultsService::Info(std::string_view result_id, std::string_view scan_id) const {
  const auto scan = catalog_.FindScan(scan_id);
  if (!scan || !scan->stored) return ResultsServiceError(404, "failed to find scanID");
  const auto row = catalog_.FindResult(*scan, result_id);
  if (!row) return ResultsServiceError(404, "failed to find result");
  std::string body;
  catalog_.AppendInfo(*scan, *row, body);
  if (options_.info == DastInfo::kWrapped) body = "{\"results\":" + body + "}";
  return MakeReply(200, kJson, std::move(body));
}

Reply DastResultsService::Alerts(const Request& request, std::string_view environment_id,
                                 std::string_view scan_id) const {
  std::string_view error;
  auto page = ReadPage(request.query, error);
  if (!page) return ResultsServiceError(400, error);
  const auto scan = catalog_.FindScan(scan_id);
  if (!scan || !scan->stored || scan->environment_id != environment_id) {
    return ResultsServiceError(404, "failed to find scanID");
  }
  const std::vector<std::string> alerts = catalog_.AlertsOf(*scan);
  std::string rows;
  for (std::uint64_t i = 0; i < alerts.size(); ++i) {
    if (!page->Holds(i)) continue;
    if (!rows.empty()) rows += ',';
    rows += alerts[i];
  }
  return PageReply(rows, alerts.size(), *page);
}

}  // namespace fake_cx1
