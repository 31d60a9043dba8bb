// The DAST connector's transform, with pages as no fetch would emit them, and with those that its
// fetch makes of an answer: then every row has to be accounted for, and the same way each time.
#include <optional>

#include "by_tree.hpp"
#include "checkmarx-dast/results_page.hpp"
#include "checkmarx-dast/settings.hpp"
#include "ingest/sdk/connector.hpp"
#include "page_target.hpp"

namespace {

using ingest::fuzz::Account;
using ingest::fuzz::require;

constexpr char kSettings[] =
    R"({"connection":"acme-dast","config":{"region":"deu","tenant":"acme","client_id":"c",)"
    R"("client_secret":"s"},"scope":{}})";
constexpr char kContext[] =
    R"({"environment":{"environmentId":"e1","domain":"Portal","url":"https://portal.example"},)"
    R"("scan":{"scanId":"s1","updateTime":"2026-01-10T00:00:00Z"},"base":"https://deu.ast.checkmarx.net"})";

struct Emitted {
  std::string body;
  std::uint64_t rows = 0;
};

std::optional<Emitted> as_fetched(std::string_view answer) {
  try {
    checkmarx::dast::ResultsPage page = checkmarx::dast::read_results_page(answer, "the results");
    Emitted out;
    out.rows = page.rows.size();
    out.body = checkmarx::dast::results_body(std::move(page.rows));
    return out;
  } catch (const ingest::sdk::Error&) {
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ingest::fuzz::PageTarget target(kSettings);
  static const auto settings = checkmarx::dast::parse_settings(kSettings, 0);
  const ingest::fuzz::PageInput input = ingest::fuzz::split_input(data, size);
  const bool own_context = !input.context.empty();
  const std::string_view context = own_context ? input.context : kContext;
  if (input.body.empty()) {
    target.transform(context, "{}", 0, 0);
    return 0;
  }
  const Account raw = target.transform(context, input.body, 1, 0);
  const ingest_record page = ingest::fuzz::page_of(context, input.body, 1, 0);
  ingest::fuzz::require_same(
      raw, [&] { return checkmarx::dast::by_tree(settings, ingest::sdk::Page(&page)); });
  const std::optional<Emitted> emitted = as_fetched(input.body);
  if (!emitted || own_context) return 0;
  const Account account = target.transform(context, emitted->body, 1, emitted->rows);
  require(account.status == INGEST_OK, "a page that fetch makes can't be transformed");
  require(account.rows == emitted->rows, "the rows do not add up");
  const Account again = target.transform(context, emitted->body, 1, emitted->rows);
  require(again.output == account.output, "the same page gave something else the second time");
  return 0;
}
