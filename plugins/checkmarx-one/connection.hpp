// connection.hpp - where a tenant is and what it is asked with, from a connection's config.
//
// Two kinds of credentials: an API key, which is a refresh token and as a JWT tells the IAM
// host and the tenant; and an OAuth client's id and secret, which tell nothing.
// Immutable after parse_connection; const access is thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "ingest/sdk/url.hpp"

namespace checkmarx::one {

// What is wrong with the credentials as they stand, without asking anybody.
struct CredentialProblem {
  std::string observed;
  std::string hint;
};

class Connection {
 public:
  Connection() = default;
  Connection(Connection&&) = default;
  Connection& operator=(Connection&&) = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();  // wipes the secrets

  ingest::sdk::Url api;
  ingest::sdk::Url iam;
  std::string tenant;         // the realm: lower case
  std::string client_id;      // of the OAuth client, or the one that the API key was made for
  std::string api_key;        // either this
  std::string client_secret;  // or that
  std::optional<int64_t> key_expires;  // seconds since 1970; an API key may state it
  std::optional<CredentialProblem> problem;

  bool uses_api_key() const noexcept { return !api_key.empty(); }
  std::string token_url() const;
};

// config is the "config" member of the settings. Throws INGEST_E_CONFIG for what is missing or
// malformed; what is wrong with well-formed credentials becomes Connection::problem. now is in
// seconds since 1970.
Connection parse_connection(const boost::json::object& config, int64_t now);

}  // namespace checkmarx::one
