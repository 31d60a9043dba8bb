// hidden_literals.hpp - a connection file's text fit to be shown: a secret that somebody wrote into
// it, which it must not hold, is covered up. Pure, thread-safe.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <string>

#include "connection/connection.hpp"

namespace ingest::host {

// text is connection's. Without its connector's description (null), every key that sounds like one
// of a secret counts. Throws a Failure (kConfig) when a secret can't be covered up.
std::string without_literal_secrets(const std::string& text, const Connection& connection,
                                    const v1::ConnectorDescriptor* connector);

}  // namespace ingest::host
