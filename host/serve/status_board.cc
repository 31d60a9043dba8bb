// status_board.cc - see status_board.hpp.
#include "serve/status_board.hpp"

#include <utility>

#include "diagnostics/plain_text.hpp"
#include "serve/metrics_page.hpp"
#include "serve/status_page.hpp"

namespace ingest::host {
namespace {

using Steady = std::chrono::steady_clock;

// A call of the store may take ten seconds when others keep it busy.
constexpr std::chrono::seconds kDeadAfter{30};

}  // namespace

void StatusBoard::post(ServeStatus status) {
  auto fresh = std::make_shared<const ServeStatus>(std::move(status));
  const std::lock_guard lock(mutex_);
  status_.swap(fresh);
}

void StatusBoard::alive() noexcept {
  const std::lock_guard lock(mutex_);
  alive_at_ = Steady::now();
}

std::shared_ptr<const ServeStatus> StatusBoard::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

Page StatusBoard::health() const {
  const std::shared_ptr<const ServeStatus> now = status();
  Steady::time_point alive_at;
  {
    const std::lock_guard lock(mutex_);
    alive_at = alive_at_;
  }
  Page page;
  page.body = "ok\n";
  if (Steady::now() - alive_at > kDeadAfter) {
    page.status = 503;
    page.body = "serve hangs: it has done nothing for more than 30 seconds\n";
  } else if (!now->store_fault.empty()) {
    page.status = 503;
    page.body = "the state store does not answer: " + plain_text(now->store_fault) + "\n";
  }
  return page;
}

Page StatusBoard::page(std::string_view path) const {
  if (path == "/healthz") return health();
  if (path == "/metrics")
    return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_page(*status())};
  if (path == "/status") return {200, "application/json", status_page(*status())};
  if (path == "/") return {200, "text/plain; charset=utf-8", "/metrics\n/healthz\n/status\n"};
  return {404, "text/plain; charset=utf-8", "there is /metrics, /healthz and /status\n"};
}

}  // namespace ingest::host
