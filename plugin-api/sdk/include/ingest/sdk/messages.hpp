// messages.hpp - protobuf messages on their way to the host, with the record kind and type name
// that belong to each. As thread-safe as the sink that they are given.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/sdk/connector.hpp"
#include "ingest/v1/asset.pb.h"
#include "ingest/v1/check.pb.h"
#include "ingest/v1/finding.pb.h"
#include "ingest/v1/source_page.pb.h"

namespace ingest::sdk {

// The same message gives the same bytes. Throws INGEST_E_TOO_LARGE beyond INGEST_PAYLOAD_MAX.
std::string serialize(const google::protobuf::MessageLite& message);

// transform
void emit_asset(const Sink& sink, const v1::Asset& asset);
void emit_finding(const Sink& sink, const v1::Finding& finding);
void emit_filtered(const Sink& sink, std::string_view reason, std::uint64_t count);
void emit_rejected(const Sink& sink, const v1::DeadLetter& letter);

// A dead letter for one row of a page; raw beyond 64 KiB is cut at a character's start.
v1::DeadLetter dead_letter(const Page& page, std::uint64_t row, std::string_view reason,
                           std::string_view raw);

// test_connection
void emit_check(const Sink& sink, const v1::CheckResult& check);

// fetch
void emit_listing(const FetchSink& sink, const v1::Listing& listing);
void end_unit(const FetchSink& sink, const v1::UnitReport& report);  // the unit is report.unit()

}  // namespace ingest::sdk
