// rows.h - ingest.rows/1, what a connector's transform map sees of a page.
//
// An extension of connectors, found through get_extension of ingest_connector. It lets the
// host show what a map does with real rows, and what of a source no map takes, without
// knowing the source. A connector that maps without a transform map has no use for it.
//
//   root(project)
//   row(0, ...) row(1, ...) row(4, ...)   // 2 and 3 were filtered or malformed
//
// A root is what paths start from (a project, an environment); a row is what paths reach as
// "findings[].". Both bear the members that the connector computes, under names that start
// with '$', exactly as the map gets them when transform maps the page.
#ifndef INGEST_EXT_ROWS_H
#define INGEST_EXT_ROWS_H

#include <ingest/connector.h>

#define INGEST_EXT_ROWS "ingest.rows/1"

#ifdef __cplusplus
extern "C" {
#endif

// A text is one JSON object of at most INGEST_PAYLOAD_MAX bytes, in which objects and
// arrays nest at most this deep. A larger text is INGEST_E_TOO_LARGE.
#define INGEST_ROWS_DEPTH_MAX 64u

// Where a connector puts what the map sees. Texts are borrowed for the call.
typedef struct ingest_rows_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;

  // Once a page, before its rows. On anything but INGEST_OK, stop and return that status.
  // [call-thread]
  ingest_status (*root)(const struct ingest_rows_sink* sink, ingest_text object) INGEST_NOEXCEPT;

  // number is the row's place among all rows of the page, from 0: the SourceRef.row of its
  // finding. Numbers rise, and stay below the page's rows. On anything but INGEST_OK, stop
  // and return that status. [call-thread]
  ingest_status (*row)(const struct ingest_rows_sink* sink, uint64_t number,
                       ingest_text object) INGEST_NOEXCEPT;
} ingest_rows_sink;

// Owned by the connector, valid until destroy of the instance.
typedef struct ingest_rows {
  uint32_t struct_size;
  uint32_t reserved;

  // Hands over the root of the page, then each row that transform would give to the map, in
  // order: those that it filters or rejects before are left out, those that the map can't map
  // are not. A page about the asset alone yields the root alone. Bound by the rules of
  // transform: a pure function of the page and the instance's settings, no credentials.
  // [serial], or [thread-safe] with INGEST_CAP_CONCURRENT_TRANSFORM
  ingest_status (*read)(ingest_instance* instance, const ingest_call* call,
                        const ingest_record* page, const ingest_rows_sink* sink,
                        ingest_error* error) INGEST_NOEXCEPT;
} ingest_rows;

#ifdef __cplusplus
}
#endif

#endif  // INGEST_EXT_ROWS_H
