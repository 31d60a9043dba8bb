// redactor.hpp - takes credentials out of whatever is about to be shown or logged: the secrets that
// it was told, what looks like a JWT, and what follows "Authorization:", "Cookie:" or "Bearer".
// Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/secret_string.hpp"

namespace ingest::host {

class Redactor {
 public:
  // From now on secret is taken out, also where it is percent-encoded or escaped as in JSON. One
  // shorter than four bytes is not: it would be found everywhere.
  void add(std::string_view secret);
  std::string apply(std::string_view text) const;

 private:
  void add_form(std::string form);

  mutable std::mutex mutex_;
  std::vector<SecretString> secrets_;  // longest first
};

// The process's one redactor: every log line and every error passes through it.
Redactor& redactor();

}  // namespace ingest::host
