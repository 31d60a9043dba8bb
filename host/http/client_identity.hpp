// client_identity.hpp - whether the files of a client certificate can be used, found out before the
// first request. Thread-safe.
#pragma once

#include "http/http_settings.hpp"

namespace ingest::host::http {

// Reads both files, if there are any: the key can be decrypted and belongs to the certificate. One
// file may hold both. Throws Failure (kConfig) that names the file.
void check_client_identity(const HttpSettings& settings);

}  // namespace ingest::host::http
