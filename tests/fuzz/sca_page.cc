// The SCA connector's transform, with pages as no fetch would emit them, and with those that its
// fetch lets through: then every row has to be accounted for, and the same way each time.
#include <optional>
#include <string>
#include <vector>

#include "by_tree.hpp"
#include "checkmarx-sca/results_body.hpp"
#include "checkmarx-sca/settings.hpp"
#include "ingest/sdk/connector.hpp"
#include "page_target.hpp"

namespace {

using ingest::fuzz::Account;
using ingest::fuzz::require;

constexpr char kSettings[] =
    R"({"connection":"acme-sca","config":{"region":"deu","tenant":"acme","client_id":"c",)"
    R"("client_secret":"s"},"scope":{}})";
constexpr char kContext[] =
    R"({"project":{"id":"p1","name":"Shop","repoUrl":"https://git.example/shop"},)"
    R"("scan":{"id":"s1","status":"Completed","createdAt":"2026-01-10T00:00:00Z","branch":"main"}})";

std::optional<std::uint64_t> rows_as_fetched(std::string_view body) {
  try {
    return checkmarx::sca::ResultsBody(body).rows();
  } catch (const ingest::sdk::Error&) {
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ingest::fuzz::PageTarget target(kSettings);
  static const auto settings = checkmarx::sca::parse_settings(kSettings, 0);
  const ingest::fuzz::PageInput input = ingest::fuzz::split_input(data, size);
  const bool own_context = !input.context.empty();
  const std::string_view context = own_context ? input.context : kContext;
  if (input.body.empty()) {
    target.transform(context, "{}", 0, 0);
    return 0;
  }
  const std::optional<std::uint64_t> rows = rows_as_fetched(input.body);
  const Account account = target.transform(context, input.body, 1, rows.value_or(0));
  const ingest_record page = ingest::fuzz::page_of(context, input.body, 1, rows.value_or(0));
  ingest::fuzz::require_same(
      account, [&] { return checkmarx::sca::by_tree(settings, ingest::sdk::Page(&page)); });
  if (!rows || own_context) return 0;
  require(account.status == INGEST_OK, "a page that fetch accepts can't be transformed");
  require(account.rows == *rows, "the rows do not add up");
  const Account again = target.transform(context, input.body, 1, *rows);
  require(again.output == account.output, "the same page gave something else the second time");
  const std::vector<bool> all(*rows, true);
  std::string storage;
  const std::string_view sent = checkmarx::sca::ResultsBody(input.body).text(all, storage);
  require(rows_as_fetched(sent) == rows, "without its snippets the page has other rows");
  return 0;
}
