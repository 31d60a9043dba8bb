#include "ingest/sdk/messages.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

namespace ingest::sdk {
namespace {

constexpr std::size_t kRawMax = 64u << 10u;

void emit(const Sink& sink, std::uint32_t kind, const char* type,
          const google::protobuf::MessageLite& message) {
  sink.emit(kind, type, serialize(message));
}

}  // namespace

std::string serialize(const google::protobuf::MessageLite& message) {
  if (message.ByteSizeLong() > INGEST_PAYLOAD_MAX) {
    throw Error(INGEST_E_TOO_LARGE,
                message.GetTypeName() + " of " + std::to_string(message.ByteSizeLong()) +
                    " bytes; the limit is " + std::to_string(INGEST_PAYLOAD_MAX));
  }
  std::string bytes;
  bytes.reserve(message.ByteSizeLong());
  {
    google::protobuf::io::StringOutputStream out(&bytes);
    google::protobuf::io::CodedOutputStream coded(&out);
    coded.SetSerializationDeterministic(true);
    message.SerializeWithCachedSizes(&coded);
  }
  return bytes;
}

void emit_asset(const Sink& sink, const v1::Asset& asset) {
  emit(sink, INGEST_RECORD_ASSET, "ingest.v1.Asset", asset);
}

void emit_finding(const Sink& sink, const v1::Finding& finding) {
  emit(sink, INGEST_RECORD_FINDING, "ingest.v1.Finding", finding);
}

void emit_filtered(const Sink& sink, std::string_view reason, std::uint64_t count) {
  v1::FilteredRows rows;
  rows.set_reason(std::string(reason));
  rows.set_count(count);
  emit(sink, INGEST_RECORD_FILTERED, "ingest.v1.FilteredRows", rows);
}

void emit_rejected(const Sink& sink, const v1::DeadLetter& letter) {
  emit(sink, INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter", letter);
}

v1::DeadLetter dead_letter(const Page& page, std::uint64_t row, std::string_view reason,
                           std::string_view raw) {
  v1::DeadLetter letter;
  letter.set_unit(std::string(page.unit()));
  letter.set_place(page.place());
  letter.set_row(row);
  letter.set_key(std::string(page.key()));
  letter.set_reason(std::string(reason));
  std::size_t size = raw.size();
  if (size > kRawMax) {
    size = kRawMax;
    while (size > 0 && (static_cast<unsigned char>(raw[size]) & 0xC0u) == 0x80u) --size;
    letter.set_raw_truncated(true);
  }
  letter.set_raw(std::string(raw.substr(0, size)));
  return letter;
}

void emit_check(const Sink& sink, const v1::CheckResult& check) {
  emit(sink, INGEST_RECORD_CHECK, "ingest.v1.CheckResult", check);
}

void emit_listing(const FetchSink& sink, const v1::Listing& listing) {
  emit(sink, INGEST_RECORD_LISTING, "ingest.v1.Listing", listing);
}

void end_unit(const FetchSink& sink, const v1::UnitReport& report) {
  sink.end_unit(report.unit(), serialize(report));
}

}  // namespace ingest::sdk
