// status_page.hpp - /status: what serve knows, as JSON. Pure, thread-safe.
#pragma once

#include <string>

#include "serve/serve_status.hpp"

namespace ingest::host {

std::string status_page(const ServeStatus& status);

}  // namespace ingest::host
