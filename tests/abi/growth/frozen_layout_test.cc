// frozen_layout_test.cc - the header as it is now beside the header as it was frozen, in one file:
// each field of 1.0 must still lie where it lay, and each constant must still mean what it meant.
#include <gtest/gtest.h>
#include <stddef.h>
#include <stdint.h>

// The frozen headers, whose C linkage would clash with that of the current ones.
#define ingest_connector_entry_v1 ingest_connector_entry_frozen
namespace frozen {
#include "v1_0/ingest/connector.h"
#include "v1_0/ingest/ext/http.h"
}  // namespace frozen
#undef ingest_connector_entry_v1

namespace frozen {
constexpr long long kErrorMessageMax = INGEST_ERROR_MESSAGE_MAX;
constexpr long long kPayloadMax = INGEST_PAYLOAD_MAX;
constexpr long long kContextMax = INGEST_CONTEXT_MAX;
constexpr long long kUnitMax = INGEST_UNIT_MAX;
constexpr long long kMajor = INGEST_ABI_MAJOR;
const char kEntry[] = INGEST_ENTRY_SYMBOL;
const char kHttp[] = INGEST_EXT_HTTP;
}  // namespace frozen

#undef INGEST_CONNECTOR_H
#undef INGEST_EXT_HTTP_H
#undef INGEST_ABI_MAJOR
#undef INGEST_ABI_MINOR
#undef INGEST_ENTRY_SYMBOL
#undef INGEST_EXPORT
#undef INGEST_NOEXCEPT
#undef INGEST_HAS
#undef INGEST_ERROR_MESSAGE_MAX
#undef INGEST_PAYLOAD_MAX
#undef INGEST_CONTEXT_MAX
#undef INGEST_UNIT_MAX
#undef INGEST_EXT_HTTP

namespace now {
#include <ingest/connector.h>
#include <ingest/ext/http.h>
}  // namespace now

namespace {

// Tables may grow; nothing else about them may change.
TEST(Frozen, NoTableShrank) {
#define SIZE(type, bytes)                         \
  EXPECT_EQ(sizeof(frozen::type), size_t{bytes}); \
  EXPECT_GE(sizeof(now::type), sizeof(frozen::type)) << #type;
#define FIELD(type, field, offset, bytes)
#define VALUE(constant, value)
#include "layout/layout.def"
#undef SIZE
#undef FIELD
#undef VALUE
}

TEST(Frozen, EveryFieldLiesWhereItLay) {
#define SIZE(type, bytes)
#define FIELD(type, field, offset, bytes)                                                         \
  EXPECT_EQ(offsetof(frozen::type, field), size_t{offset});                                       \
  EXPECT_EQ(offsetof(now::type, field), offsetof(frozen::type, field)) << #type << "." << #field; \
  EXPECT_EQ(sizeof(now::type::field), sizeof(frozen::type::field)) << #type << "." << #field;
#define VALUE(constant, value)
#include "layout/layout.def"
#undef SIZE
#undef FIELD
#undef VALUE
}

// What is passed or held by value can't grow: its size is part of what surrounds it.
TEST(Frozen, WhatTravelsByValueKeepsItsSize) {
  EXPECT_EQ(sizeof(now::ingest_bytes), sizeof(frozen::ingest_bytes));
  EXPECT_EQ(sizeof(now::ingest_status), sizeof(frozen::ingest_status));
  EXPECT_EQ(sizeof(now::ingest_log_level), sizeof(frozen::ingest_log_level));
  EXPECT_EQ(sizeof(now::ingest_unit_verdict), sizeof(frozen::ingest_unit_verdict));
}

TEST(Frozen, EveryMacroKeepsItsMeaning) {
  EXPECT_EQ(frozen::kErrorMessageMax, INGEST_ERROR_MESSAGE_MAX);
  EXPECT_EQ(frozen::kPayloadMax, INGEST_PAYLOAD_MAX);
  EXPECT_EQ(frozen::kContextMax, INGEST_CONTEXT_MAX);
  EXPECT_EQ(frozen::kUnitMax, INGEST_UNIT_MAX);
  EXPECT_EQ(frozen::kMajor, INGEST_ABI_MAJOR);
  EXPECT_STREQ(frozen::kEntry, INGEST_ENTRY_SYMBOL);
  EXPECT_STREQ(frozen::kHttp, INGEST_EXT_HTTP);
}

}  // namespace
