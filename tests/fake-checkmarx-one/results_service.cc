#include "results_service.h"

#include <algorithm>

#include "api_error.h"
#include "json_text.h"
#include "page_window.h"

namespace fake_cx1 {
namespace {

constexpr std::uint64_t kLargestLimit = 10000;

class RowFilter {
 public:
  explicit RowFilter(const FormFields& query)
      : severities_(query.List("severity")),
        states_(query.List("state")),
        statuses_(query.List("status")) {}

  bool on() const { return !severities_.empty() || !states_.empty() || !statuses_.empty(); }
  bool Accepts(const RowHead& head) const {
    return Holds(severities_, head.severity) && Holds(states_, Trimmed(head.state)) &&
           Holds(statuses_, head.status);
  }

 private:
  static bool Holds(const std::vector<std::string>& list, std::string_view value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
  }
  std::vector<std::string> severities_;
  std::vector<std::string> states_;
  std::vector<std::string> statuses_;
};

// The number of the first row of the page; saturates instead of wrapping around.
std::uint64_t FirstRow(OffsetUnit unit, std::uint64_t offset, std::uint64_t page_size) {
  switch (unit) {
    case OffsetUnit::kIgnored:
      return 0;
    case OffsetUnit::kItems:
      return offset;
    case OffsetUnit::kPages:
      break;
  }
  return offset > UINT64_MAX / page_size ? UINT64_MAX : offset * page_size;
}

Reply ResultsPage(const std::string& rows, std::uint64_t total, bool empty_is_null) {
  std::string body;
  body.reserve(rows.size() + 64);
  body += "{\"results\":";
  if (rows.empty() && (empty_is_null || total == 0)) {
    body += "null";
  } else {
    body += '[';
    body += rows;
    body += ']';
  }
  body += ",\"totalCount\":" + std::to_string(total) + "}";
  return MakeReply(200, kVersionedJson, std::move(body));
}

}  // namespace

Reply ResultsService::UnknownScanReply() const {
  switch (options_.unknown_scan) {
    case UnknownScan::k400:
      return ResultsError(400, 4002, "scan not found");
    case UnknownScan::k404:
      return ResultsError(404, 4004, "scan not found");
    case UnknownScan::kEmpty:
      break;
  }
  return ResultsPage({}, 0, true);
}

Reply ResultsService::List(const Request& request) const {
  const auto scan_id = request.query.Get("scan-id");
  if (!scan_id || scan_id->empty()) return ResultsError(400, 4000, "scan-id is required");
  if (scan_id->size() != 36) return ResultsError(400, 4001, "scan-id is not a valid uuid");
  auto window = ReadWindow(request.query);
  if (!window || window->limit > kLargestLimit) {
    return ResultsError(400, 4003, "limit must be between 1 and 10000");
  }
  const std::uint64_t asked = window->limit;
  window->Cap(options_.results_cap);
  const PageDistortion& distortion = request.distortion;
  window->Cap(distortion.cap);
  const auto scan = catalog_.FindScan(*scan_id);
  if (!scan || options_.sees_no_projects) return UnknownScanReply();

  const bool cap_moves_pages = options_.cap_moves_pages && distortion.cap_moves_pages;
  const std::uint64_t first = distortion.Begin(
      FirstRow(options_.results_offset, window->offset, cap_moves_pages ? window->limit : asked));
  const RowFilter filter(request.query);
  std::string rows;
  const auto append = [&](std::uint64_t row) {
    if (!rows.empty()) rows += ',';
    catalog_.AppendRow(*scan, row, rows);
  };
  std::uint64_t total = filter.on() ? 0 : scan->rows;
  if (filter.on()) {
    for (std::uint64_t row = 0; row < scan->rows; ++row) {
      if (!filter.Accepts(catalog_.HeadOf(*scan, row))) continue;
      const std::uint64_t place = total++;
      if (place >= first && place - first < window->limit) append(row);
    }
  } else {
    const std::uint64_t begin = std::min(first, total);
    const std::uint64_t count = std::min(window->limit, total - begin);
    for (std::uint64_t i = 0; i < count; ++i) append(begin + i);
  }
  return ResultsPage(rows, total, options_.past_end_is_null);
}

}  // namespace fake_cx1
