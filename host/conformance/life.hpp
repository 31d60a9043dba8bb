// life.hpp - the whole life of an instance: whatever a host can do with it, done once or twice. For
// cases that look at what is different afterwards.
#pragma once

#include <functional>
#include <string_view>

#include "conformance/trial.hpp"

namespace ingest::host::conformance {

// Loads the connector, creates an instance, tests, fetches with good and with failing answers,
// transforms all pages and a broken one, destroys. after is called when each of these is done, with
// what it was: "create", "fetch". No outcome of a call counts here.
void live(Trial& trial, const std::function<void(std::string_view what)>& after = {});

}  // namespace ingest::host::conformance
