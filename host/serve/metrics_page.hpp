// metrics_page.hpp - /metrics: what serve knows, for Prometheus. docs/serve.md lists the metrics.
// Pure, thread-safe.
#pragma once

#include <string>

#include "serve/serve_status.hpp"

namespace ingest::host {

// "text/plain; version=0.0.4"
std::string metrics_page(const ServeStatus& status);

}  // namespace ingest::host
