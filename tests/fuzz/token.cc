// What the token service answers, and what tokens and keys say of themselves: all of it comes from
// elsewhere and is read before anything is trusted.
#include <cstdint>
#include <string_view>

#include "checkmarx-one/access_claims.hpp"
#include "checkmarx-one/api_client.hpp"
#include "checkmarx-one/connection.hpp"
#include "checkmarx-one/error_text.hpp"
#include "ingest/sdk/jwt.hpp"
#include "scripted_host.hpp"

namespace {

using ingest::sdk::Error;

void read_claims(std::string_view token) {
  if (const auto claims = ingest::sdk::jwt_claims(token)) {
    for (const auto& member : *claims) {
      ingest::sdk::claim_text(*claims, member.key());
      ingest::sdk::claim_time(*claims, member.key());
    }
  }
  checkmarx::one::access_claims(token).grants("view-results");
  ingest::sdk::without_tokens(token);
  checkmarx::one::error_text(token);
}

void read_key(std::string_view key) {
  try {
    checkmarx::one::parse_connection({{"region", "deu"}, {"tenant", "acme"}, {"api_key", key}}, 0);
  } catch (const Error&) {
  }
}

void read_answer(std::string_view body, int http_status) {
  ingest::test::ScriptedHost host([&](const ingest::test::Request&) {
    ingest::test::Answer answer;
    answer.http_status = http_status;
    answer.body = body;
    return answer;
  });
  const checkmarx::one::Connection connection = checkmarx::one::parse_connection(
      {{"region", "deu"}, {"tenant", "acme"}, {"client_id", "c"}, {"client_secret", "s"}}, 0);
  try {
    checkmarx::one::ApiClient api(ingest::sdk::HttpClient(host.host()), host.call(), connection);
    api.authenticate();
    read_claims(api.tokens().token());
  } catch (const Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_claims(text);
  read_key(text);
  read_answer(text, 200);
  read_answer(text, 400);
  return 0;
}
