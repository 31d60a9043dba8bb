// connector.h - the whole contract between the ingest host and a connector.
//
// A connector is one shared library that exports exactly one symbol,
// ingest_connector_entry_v1. Everything else is reached through the tables below.
//
// Conventions
//   1. Threads. Each function carries one tag:
//        [thread-safe]  any thread, any time, possibly concurrently
//        [serial]       never two such calls at the same time on one instance;
//                       the OS thread may differ from call to call
//        [call-thread]  only on the thread, and only for the duration, of the
//                       connector call that received the pointer
//   2. Memory. The side that allocates frees; nothing allocated on one side is
//      ever freed on the other. Views are borrowed for the call that carries them.
//   3. Text is UTF-8, given as pointer and length; only where a comment says so is
//      it NUL-terminated.
//   4. Errors. The returned status decides, the ingest_error explains. Messages are
//      for operators: what was tried, on what, what came back. Never a credential.
//   5. Exceptions never cross, in either direction. In C++17 the function pointer
//      types below say so, and the compiler holds you to it.
//   6. Output. stdout, stderr, signal handlers and process-wide settings belong to
//      the host; diagnostics go through log.
//
// How the contract grows
//   - Tables grow at the end only. Every table starts with struct_size, filled by
//     whoever owns it; a reader tests INGEST_HAS before it touches a later field.
//     A table longer than the reader knows is accepted, its tail ignored.
//   - What is more than one function is an extension, looked up by name
//     ("ingest.http/1"); the number is part of the name.
//   - A change to layout, ownership, threading or meaning is a new major: a new
//     entry symbol, ingest_connector_entry_v2. A library may export several.
#ifndef INGEST_CONNECTOR_H
#define INGEST_CONNECTOR_H

#include <stddef.h>
#include <stdint.h>

#define INGEST_ABI_MAJOR 1
#define INGEST_ABI_MINOR 0
#define INGEST_ENTRY_SYMBOL "ingest_connector_entry_v1"

#if defined(_WIN32)
#define INGEST_EXPORT __declspec(dllexport)
#else
#define INGEST_EXPORT __attribute__((visibility("default")))
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
#define INGEST_NOEXCEPT noexcept
#else
#define INGEST_NOEXCEPT
#endif

// True when the table behind p is new enough to hold field, and it is set.
#define INGEST_HAS(p, type, field) \
  ((p)->struct_size >= offsetof(type, field) + sizeof((p)->field) && (p)->field != 0)

#ifdef __cplusplus
extern "C" {
#endif

// ---------------------------------------------------------------- values ----

// A borrowed run of bytes. data may be NULL only when size is 0.
typedef struct ingest_bytes {
  const void* data;
  size_t size;
} ingest_bytes;

// The same thing holding UTF-8 text; not NUL-terminated.
typedef ingest_bytes ingest_text;

// Fixed width, never a C enum: an enum's size is the compiler's choice.
// A receiver treats a code that it does not know as INGEST_E_INTERNAL.
typedef int32_t ingest_status;
enum {
  INGEST_OK = 0,
  INGEST_E_CONFIG = 1,       // the configuration is wrong; retrying cannot help
  INGEST_E_AUTH = 2,         // the source refused our credentials
  INGEST_E_FORBIDDEN = 3,    // credentials are good, rights are missing
  INGEST_E_RATE_LIMITED = 4, // see retry_after_ms
  INGEST_E_UNAVAILABLE = 5,  // source down or unreachable; retrying may help
  INGEST_E_TIMEOUT = 6,
  INGEST_E_CANCELLED = 7,
  INGEST_E_BAD_DATA = 8,     // what the source sent is malformed
  INGEST_E_UNSUPPORTED = 9,
  INGEST_E_INTERNAL = 10,
  INGEST_E_TOO_LARGE = 11,   // larger than the limit that applies
};

typedef int32_t ingest_log_level;
enum {
  INGEST_LOG_DEBUG = 0,
  INGEST_LOG_INFO = 1,
  INGEST_LOG_WARN = 2,
  INGEST_LOG_ERROR = 3,
};

// Lives in the host's memory for the length of one call, so that no error can
// outlive the connector that raised it. The host zeroes it and sets struct_size.
#define INGEST_ERROR_MESSAGE_MAX 1024
typedef struct ingest_error {
  uint32_t struct_size;
  ingest_status code;      // repeats the returned status
  uint32_t retry_after_ms; // 0: no hint
  int32_t vendor_code;     // an HTTP status, an errno, ...; 0: none
  char message[INGEST_ERROR_MESSAGE_MAX]; // UTF-8, NUL-terminated
} ingest_error;

// ---------------------------------------------------------- host's tables ----

// What the host offers for the life of an instance.
typedef struct ingest_host {
  uint32_t struct_size;
  uint32_t abi_minor; // INGEST_ABI_MINOR that the host was built with
  void* ctx;          // the host's; do not touch
  const char* name;   // NUL-terminated
  const char* version;

  // Nonzero when a message at this level would be kept. [thread-safe]
  int32_t (*log_enabled)(const struct ingest_host* host, ingest_log_level level) INGEST_NOEXCEPT;

  // The only way out for diagnostics. [thread-safe]
  void (*log)(const struct ingest_host* host, ingest_log_level level,
              ingest_text message) INGEST_NOEXCEPT;

  // id is NUL-terminated. NULL when the host lacks the extension. The table is
  // valid until destroy returns. [thread-safe]
  const void* (*get_extension)(const struct ingest_host* host, const char* id) INGEST_NOEXCEPT;
} ingest_host;

// What the host offers for the length of one call.
typedef struct ingest_call {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  ingest_text run_id; // for correlation in logs and requests; opaque

  // Nonzero once the host wants out. Poll it at least once a second and return
  // INGEST_E_CANCELLED soon after. [thread-safe] during the call
  int32_t (*is_cancelled)(const struct ingest_call* call) INGEST_NOEXCEPT;

  // Milliseconds left before the host gives up; -1: no limit. [thread-safe] during the call
  int64_t (*remaining_ms)(const struct ingest_call* call) INGEST_NOEXCEPT;

  // How far the call is, in units (projects, environments) as note names them.
  // done may go backwards; total 0 means unknown. [thread-safe] during the call
  void (*progress)(const struct ingest_call* call, uint64_t done, uint64_t total,
                   ingest_text note) INGEST_NOEXCEPT;
} ingest_call;

// What a record holds. The comment names the call that may emit it and, where the
// payload is a protobuf message, its full type name, which goes into type.
enum {
  INGEST_RECORD_PAGE = 1,     // fetch: bytes of the source; type is their media type
  INGEST_RECORD_ASSET = 2,    // transform: ingest.v1.Asset
  INGEST_RECORD_FINDING = 3,  // transform: ingest.v1.Finding
  INGEST_RECORD_CHECK = 4,    // test_connection: ingest.v1.CheckResult
  INGEST_RECORD_FILTERED = 5, // transform: ingest.v1.FilteredRows
  INGEST_RECORD_REJECTED = 6, // transform: ingest.v1.DeadLetter
  INGEST_RECORD_LISTING = 7,  // fetch: ingest.v1.Listing
};

// One piece of data, borrowed for the call that carries it. Never passed as an
// array: the size of an element would then be part of the contract.
//
// unit, place, rows and context matter for pages only. transform sees the page
// exactly as fetch emitted it, possibly in another process and years later, so
// context must hold whatever a row needs from outside its page.
#define INGEST_PAYLOAD_MAX (64u << 20) // bytes; a larger one is INGEST_E_TOO_LARGE
#define INGEST_CONTEXT_MAX (1u << 20)  // bytes
#define INGEST_UNIT_MAX 512u           // bytes
typedef struct ingest_record {
  uint32_t struct_size;
  uint32_t kind;
  ingest_text type;
  ingest_text unit;         // what the source lists first: a project, an environment
  ingest_text key;          // names the page within its unit for people: "results page 3"
  ingest_bytes payload;
  ingest_bytes context;     // the connector's own format, no credentials
  uint64_t place;           // position of the page within its unit, from 0, no gaps
  uint64_t rows;            // rows of the source in the page: those transform accounts for
  int64_t observed_unix_ns; // when the source answered; 0: unknown
} ingest_record;

// What the host wants of a unit.
typedef int32_t ingest_unit_verdict;
enum {
  INGEST_UNIT_WANTED = 0,
  INGEST_UNIT_SKIP = 1, // outside the shard or limit, or complete from an interrupted run
};

// Where a connector puts what it produces.
//
// fetch brackets the pages of each unit: begin_unit, emit..., end_unit. Units may
// overlap and their pages may come in any order; end_unit is the checkpoint, after
// which the unit is complete and survives an interruption.
typedef struct ingest_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;

  // Copies what it needs before it returns; may block, which is back-pressure.
  // On anything but INGEST_OK, stop and return that status. [call-thread]
  ingest_status (*emit)(const struct ingest_sink* sink,
                        const ingest_record* record) INGEST_NOEXCEPT;

  // Announces a unit, before its first page. On INGEST_UNIT_SKIP fetch nothing more
  // of it and do not end it. NULL outside fetch. [call-thread]
  ingest_status (*begin_unit)(const struct ingest_sink* sink, ingest_text unit,
                              ingest_unit_verdict* verdict) INGEST_NOEXCEPT;

  // All pages of the unit are emitted, or no more can be had. report is a
  // serialized ingest.v1.UnitReport. NULL outside fetch. [call-thread]
  ingest_status (*end_unit)(const struct ingest_sink* sink, ingest_text unit,
                            ingest_bytes report) INGEST_NOEXCEPT;
} ingest_sink;

// ----------------------------------------------------- connector's tables ----

enum {
  INGEST_CAP_CONCURRENT_TRANSFORM = 1u << 0, // transform is [thread-safe]
};

// Constant data, readable before any instance exists. Strings are NUL-terminated
// UTF-8; all of it lives as long as the library.
typedef struct ingest_descriptor {
  uint32_t struct_size;
  uint32_t required_host_minor; // oldest host that this connector can live with
  uint64_t capabilities;        // INGEST_CAP_*; unknown bits are ignored
  const char* id;               // [a-z0-9] and '-', at most 64, e.g. "checkmarx-sca"
  const char* name;             // for people, e.g. "CheckmarxOne SCA"
  const char* version;          // MAJOR.MINOR.PATCH
  const char* vendor;
  ingest_bytes details;         // a serialized ingest.v1.ConnectorDescriptor
} ingest_descriptor;

// An open connector, private to the library that made it.
typedef struct ingest_instance ingest_instance;

typedef struct ingest_connector {
  uint32_t struct_size;
  uint32_t abi_minor; // INGEST_ABI_MINOR that the connector was built with

  // No I/O, no threads, under 100 ms, the same pointer each time. [thread-safe]
  const ingest_descriptor* (*describe)(void) INGEST_NOEXCEPT;

  // settings is a JSON object: {"connection": name, "config": {...}, "scope": {...},
  // "map": {...}}, secrets resolved; the host wipes its copy when create returns. On
  // failure *out stays NULL and destroy is not called. host outlives the instance. No
  // network. [thread-safe]
  ingest_status (*create)(const ingest_host* host, ingest_text settings, ingest_instance** out,
                          ingest_error* error) INGEST_NOEXCEPT;

  // Joins every thread that the instance started. Cannot fail. [serial]
  void (*destroy)(ingest_instance* instance) INGEST_NOEXCEPT;

  // Emits one INGEST_RECORD_CHECK as each check ends, in the order in which the
  // descriptor lists them, those not run included; changes nothing at the source.
  // Returns INGEST_OK when all checks were emitted, whatever their outcome. [serial]
  ingest_status (*test_connection)(ingest_instance* instance, const ingest_call* call,
                                   const ingest_sink* sink, ingest_error* error) INGEST_NOEXCEPT;

  // Reads from the source; emits pages and listings. [serial]
  ingest_status (*fetch)(ingest_instance* instance, const ingest_call* call,
                         const ingest_sink* sink, ingest_error* error) INGEST_NOEXCEPT;

  // Turns one page into assets and findings. A pure function of the page and the
  // instance's settings: no network, no clock, no memory of other pages. Each row is
  // accounted for once: as a finding, as filtered, or as rejected.
  // [serial], or [thread-safe] with INGEST_CAP_CONCURRENT_TRANSFORM
  ingest_status (*transform)(ingest_instance* instance, const ingest_call* call,
                             const ingest_record* page, const ingest_sink* sink,
                             ingest_error* error) INGEST_NOEXCEPT;

  // id is NUL-terminated. NULL when the connector lacks the extension. Owned by the
  // connector, valid until destroy. [thread-safe]
  const void* (*get_extension)(ingest_instance* instance, const char* id) INGEST_NOEXCEPT;
} ingest_connector;

// The one exported symbol. Does no work: every call returns the same constant
// table, or NULL to decline. There is no library-wide init or deinit. [thread-safe]
INGEST_EXPORT const ingest_connector* ingest_connector_entry_v1(void) INGEST_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif  // INGEST_CONNECTOR_H
