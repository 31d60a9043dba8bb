// redactor.hpp - takes credentials out of whatever is about to be shown or logged: the secrets that
// it was told, what looks like a JWT, and what follows "Authorization:", "Cookie:" or "Bearer".
// Thread-safe.
#pragma once

#include <cstddef>
#include <shared_mutex>
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

  // For data that is kept rather than shown: takes out the secrets that it was told and whole JWTs,
  // and leaves alone what merely stands where a secret could be. How many it took out.
  std::size_t take_out_secrets(std::string& data) const;

 private:
  void add_form(std::string form);

  mutable std::shared_mutex mutex_;
  std::vector<SecretString> secrets_;  // longest first
};

// The process's one redactor: every log line and every error passes through it.
Redactor& redactor();

}  // namespace ingest::host
