#include "page_target.hpp"

#include <cstdio>
#include <cstdlib>

#include "ingest/v1/asset.pb.h"
#include "ingest/v1/finding.pb.h"
#include "ingest/v1/source_page.pb.h"

namespace ingest::fuzz {
namespace {

std::string_view view(const ingest_bytes& bytes) {
  return {static_cast<const char*>(bytes.data), bytes.size};
}

ingest_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

template <class Message>
Message parsed(const ingest_record& record, const char* type) {
  require(view(record.type) == type, "a record's type names another message than its kind");
  Message message;
  require(message.ParseFromArray(record.payload.data, static_cast<int>(record.payload.size)),
          "a record does not parse");
  return message;
}

ingest_status keep(const ingest_sink* sink, const ingest_record* record) noexcept {
  Account& account = *static_cast<Account*>(sink->ctx);
  require(record->payload.size <= INGEST_PAYLOAD_MAX, "a record is larger than any may be");
  switch (record->kind) {
    case INGEST_RECORD_ASSET:
      parsed<v1::Asset>(*record, "ingest.v1.Asset");
      break;
    case INGEST_RECORD_FINDING:
      parsed<v1::Finding>(*record, "ingest.v1.Finding");
      ++account.rows;
      break;
    case INGEST_RECORD_FILTERED:
      account.rows += parsed<v1::FilteredRows>(*record, "ingest.v1.FilteredRows").count();
      break;
    case INGEST_RECORD_REJECTED: {
      const auto letter = parsed<v1::DeadLetter>(*record, "ingest.v1.DeadLetter");
      require(!letter.reason().empty(), "a dead letter gives no reason");
      ++account.rows;
      break;
    }
    default:
      require(false, "transform emitted a record of another call");
  }
  account.output.append(view(record->payload)).push_back('\n');
  return INGEST_OK;
}

}  // namespace

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

PageTarget::PageTarget(const std::string& settings)
    : host_([](const test::Request&) { return test::Answer{}; }),
      connector_(ingest_connector_entry_v1()) {
  ingest_error error{};
  error.struct_size = sizeof(error);
  const ingest_status created =
      connector_->create(host_.table(), bytes(settings), &instance_, &error);
  if (created != INGEST_OK) std::fprintf(stderr, "%s\n", error.message);
  require(created == INGEST_OK, "create");
}

ingest_record page_of(std::string_view context, std::string_view body, std::uint64_t place,
                      std::uint64_t rows) {
  ingest_record page{};
  page.struct_size = sizeof(page);
  page.kind = INGEST_RECORD_PAGE;
  page.type = bytes("application/json");
  page.unit = bytes("9c1f0b7e-0000-4000-8000-000000000001");
  page.key = bytes("results page 0");
  page.payload = bytes(body);
  page.context = bytes(context);
  page.place = place;
  page.rows = rows;
  return page;
}

Account PageTarget::transform(std::string_view context, std::string_view body, std::uint64_t place,
                              std::uint64_t rows) const {
  Account account;
  ingest_sink sink{};
  sink.struct_size = sizeof(sink);
  sink.ctx = &account;
  sink.emit = keep;
  const ingest_record page = page_of(context, body, place, rows);
  ingest_error error{};
  error.struct_size = sizeof(error);
  account.status = connector_->transform(instance_, host_.call().raw(), &page, &sink, &error);
  require(account.status >= INGEST_OK && account.status <= INGEST_E_TOO_LARGE, "unknown status");
  require(account.status != INGEST_E_INTERNAL, "an exception that nobody foresaw");
  require(account.status == INGEST_OK || error.message[0] != '\0', "an error without a message");
  return account;
}

PageInput split_input(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t separator = all.find('\x1e');
  if (separator == std::string_view::npos) return {{}, all};
  return {all.substr(0, separator), all.substr(separator + 1)};
}

}  // namespace ingest::fuzz
