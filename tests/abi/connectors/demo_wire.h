// demo_wire.h - the messages of the demo connectors as wire bytes. C11 and C++; pure functions.
#ifndef INGEST_TESTS_ABI_DEMO_WIRE_H
#define INGEST_TESTS_ABI_DEMO_WIRE_H

#include "demo_rows.h"
#include "wire.h"

static inline void demo_wire_descriptor(wire* w, const char* id) {
  wire_text(w, 1, id);
  wire_text(w, 2, "1.0.0");
  wire_text(w, 3, "Demo");
  wire_text(w, 4, "Demo Source");
  wire_text(w, 5, "Demonstration");
  wire_uint(w, 6, 1);
  wire_text(w, 7, "Generic Application");
  wire_text(w, 8, "None");
  wire_text(w, 9, "Unidirectional");
  wire_text(w, 11, "Two units that never change.");
  wire check = {{0}, 0, false};
  wire_text(&check, 1, "source");
  wire_text(&check, 2, "Source");
  wire_text(&check, 3, "The built-in source is there.");
  wire_bytes(w, 23, check.data, check.size);
  wire_text(w, 28, "units");
}

static inline void demo_wire_check(wire* w) {
  wire_text(w, 1, "source");
  wire_text(w, 2, "Source");
  wire_uint(w, 3, 1);
  wire_text(w, 5, "look at the built-in source");
  wire_text(w, 6, "two units");
}

static inline void demo_wire_listing(wire* w) {
  wire_text(w, 1, "units");
  for (uint32_t field = 2; field <= 4; ++field) wire_uint(w, field, DEMO_UNITS);
  wire_uint(w, 5, 1);
}

static inline void demo_wire_report(wire* w, const demo_unit* unit) {
  wire_text(w, 1, unit->id);
  wire_text(w, 2, unit->name);
  wire_uint(w, 3, 1);
  wire_uint(w, 8, unit->rows);
  wire_uint(w, 9, unit->rows);
  wire_uint(w, 10, 1);
}

static inline void demo_wire_asset(wire* w, ingest_text unit, ingest_text name) {
  wire_uint(w, 2, 1);
  wire_bytes(w, 3, unit.data, unit.size);
  wire_bytes(w, 5, name.data, name.size);
  wire_text(w, 6, "Demo");
  wire_text(w, 7, "Demo");
  wire_text(w, 8, "Demo Source");
}

static inline void demo_wire_finding(wire* w, ingest_text unit, const demo_row* row) {
  wire_bytes(w, 3, unit.data, unit.size);
  wire_text(w, 4, row->id);
  wire_text(w, 5, row->id);
  wire_text(w, 10, row->id);
  wire_text(w, 12, "Vulnerability");
  wire_uint(w, 14, demo_severity(row->word));
  wire_uint(w, 26, 1);
  wire_uint(w, 30, 2);
  wire_text(w, 40, row->word);
  wire_text(w, 60, "Demo");
  wire_text(w, 61, "Demo Source");
}

static inline void demo_wire_filtered(wire* w) {
  wire_text(w, 1, "asked to skip");
  wire_uint(w, 2, 1);
}

static inline void demo_wire_rejected(wire* w, ingest_text unit, uint64_t number,
                                      const demo_row* row) {
  wire_bytes(w, 1, unit.data, unit.size);
  wire_uint(w, 3, number);
  wire_text(w, 6, "severity: not one of the source's words");
  wire_text(w, 7, row->id);
}

#endif  // INGEST_TESTS_ABI_DEMO_WIRE_H
