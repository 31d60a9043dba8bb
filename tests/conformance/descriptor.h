// descriptor.h - what the connector says of itself, made the first time that it is asked.
#ifndef INGEST_TESTS_CONFORMANCE_DESCRIPTOR_H
#define INGEST_TESTS_CONFORMANCE_DESCRIPTOR_H

#include <pthread.h>
#include <time.h>

#include "instance.h"

static wire details = {{0}, 0, false};
static char vendor[] = "Acme";
static ingest_descriptor descriptor = {
    sizeof(ingest_descriptor),
    0,
    INGEST_CAP_CONCURRENT_TRANSFORM,
    "conformance",
    "Conformance",
    "1.0.0",
    vendor,
    {NULL, 0},
};

static void put_field(const char* key, const char* label, unsigned type, const char* standard) {
  wire field = {{0}, 0, false};
  wire_text(&field, 1, key);
  wire_text(&field, 2, label);
  wire_uint(&field, 3, type);
  if (standard == NULL) wire_uint(&field, 4, 1);
  wire_text(&field, 5, "Made up for the tests.");
  if (standard != NULL) wire_text(&field, 7, standard);
  wire_bytes(&details, 20, field.data, field.size);
}

static void put_check(const char* id, const char* title) {
  wire check = {{0}, 0, false};
  wire_text(&check, 1, id);
  wire_text(&check, 2, title);
  wire_text(&check, 3, "Made up for the tests.");
  wire_bytes(&details, 23, check.data, check.size);
}

static void put_map(void) {
  wire map = {{0}, 0, false};
  wire_text(&map, 1, "conformance-default");
  wire_text(&map, 2, "Conformance");
  wire_uint(&map, 3, 1);
  wire_text(&map, 4,
            has(BROKEN_MAP)
                ? "kind: map\nname: conformance-default\nfor: conformance\nrows: 5\n"
                : "kind: map\n"
                  "name: conformance-default\n"
                  "title: Conformance\n"
                  "version: 1\n"
                  "for: conformance\n"
                  "rows:\n"
                  "  - {from: id, to: externalAssetId, identifier: true}\n"
                  "  - {from: name, to: assetDetail.name}\n"
                  "  - {from: \"findings[].id\", to: \"findings[].externalFindingId\"}\n"
                  "  - {from: \"findings[].id\", to: \"findings[].identityKey\",\n"
                  "     identifier: true}\n"
                  "  - {from: \"findings[].title\", to: \"findings[].title\"}\n"
                  "  - {const: HIGH, to: \"findings[].severity\"}\n"
                  "  - {const: ACTIVE, to: \"findings[].findingStatus\"}\n"
                  "  - {const: Conformance, to: vendorProductName}\n");
  wire_bytes(&details, 25, map.data, map.size);
}

static void make_descriptor(void) {
  wire_text(&details, 1, "conformance");
  wire_text(&details, 2, "1.0.0");
  wire_text(&details, 3, "Acme");
  wire_text(&details, 4, "Conformance");
  wire_text(&details, 5, "Tests");
  wire_uint(&details, 6, 1);
  wire_text(&details, 7, "Generic Application");
  wire_text(&details, 8, "API Integration (REST)");
  wire_text(&details, 9, "Unidirectional");
  wire_text(&details, 11, "A source that is made up.");
  put_field("base_url", "Base URL", 5, NULL);
  put_field("token", "Token", 2, NULL);
  put_field("verbose", "Verbose", 3, "false");
  if (has(FIELD_TWICE)) put_field("token", "Token", 2, NULL);
  put_check("login", "Login");
  put_check("list", "List");
  put_map();
  wire_text(&details, 28, "units");
  descriptor.details.data = details.data;
  descriptor.details.size = details.size;
  if (has(BAD_VENDOR)) vendor[1] = '\x1B';
  if (has(SLOW_DESCRIBE)) {
    const struct timespec pause = {0, 130L * FAULT_SLOWNESS * 1000 * 1000};
    nanosleep(&pause, NULL);
  }
}

static const ingest_descriptor* describe(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_descriptor);
  return &descriptor;
}

#endif  // INGEST_TESTS_CONFORMANCE_DESCRIPTOR_H
