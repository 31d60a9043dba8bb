// layout.c - asserts the layout of the headers at compile time; compiled, never run. Valid as C99
// to C17 and C++11 to C++20, so that the same asserts hold in every language that the headers
// speak.
#include <ingest/connector.h>
#include <ingest/ext/http.h>
#include <ingest/ext/rows.h>

#if defined(__cplusplus)
#define HOLDS(name, condition) static_assert(condition, #condition)
#elif __STDC_VERSION__ >= 201112L
#define HOLDS(name, condition) _Static_assert(condition, #condition)
#else
#define HOLDS(name, condition) typedef char name[(condition) ? 1 : -1]
#endif

#define SIZE_OF(type, field) sizeof(((type*)0)->field)

#define SIZE(type, bytes) HOLDS(size_of_##type, sizeof(type) == (bytes));
#define FIELD(type, field, offset, bytes)                               \
  HOLDS(offset_of_##type##_##field, offsetof(type, field) == (offset)); \
  HOLDS(size_of_##type##_##field, SIZE_OF(type, field) == (bytes));
#define VALUE(constant, value) HOLDS(value_of_##constant, constant == (value));

#include "layout.def"

// Younger than the frozen headers, so not in layout.def.
SIZE(ingest_rows_sink, 32)
FIELD(ingest_rows_sink, struct_size, 0, 4)
FIELD(ingest_rows_sink, reserved, 4, 4)
FIELD(ingest_rows_sink, ctx, 8, 8)
FIELD(ingest_rows_sink, root, 16, 8)
FIELD(ingest_rows_sink, row, 24, 8)

SIZE(ingest_rows, 16)
FIELD(ingest_rows, struct_size, 0, 4)
FIELD(ingest_rows, reserved, 4, 4)
FIELD(ingest_rows, read, 8, 8)

VALUE(INGEST_ROWS_DEPTH_MAX, 64)

// What the wire names are made of.
HOLDS(entry_symbol, sizeof(INGEST_ENTRY_SYMBOL) == sizeof("ingest_connector_entry_v1"));
HOLDS(http_name, sizeof(INGEST_EXT_HTTP) == sizeof("ingest.http/1"));
HOLDS(rows_name, sizeof(INGEST_EXT_ROWS) == sizeof("ingest.rows/1"));
