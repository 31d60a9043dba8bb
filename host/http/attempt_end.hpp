// attempt_end.hpp - what kind of end a transfer came to, as far as repeating it goes. Pure.
#pragma once

#include "http/retry_policy.hpp"
#include "http/verdict.hpp"

namespace ingest::host::http {

AttemptEnd attempt_end(const Ending& ending);

}  // namespace ingest::host::http
