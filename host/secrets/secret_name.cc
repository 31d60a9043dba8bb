// secret_name.cc - see secret_name.hpp.
#include "secrets/secret_name.hpp"

#include "connection/connection.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host {

bool is_secret_name(std::string_view name) noexcept {
  const std::size_t slash = name.find('/');
  return slash != std::string_view::npos && is_connection_name(name.substr(0, slash)) &&
         is_connection_name(name.substr(slash + 1));
}

void check_secret_name(std::string_view name) {
  if (is_secret_name(name)) return;
  throw Failure(ExitStatus::kConfig, "'" + plain_text(name, 80) + "' is no name of a secret",
                "it is NAME/key, such as acme-sca/api_key: the connection, and the key of its "
                "config; letters, digits, '-', '_' and '.', at most 64 each");
}

}  // namespace ingest::host
