/* specimen.h - a connector that does nothing, in pieces, so that each specimen beside this file can
   put one thing wrong. Include it, change what is to be wrong, then write SPECIMEN_ENTRY. */
#ifndef INGEST_TEST_SPECIMEN_H
#define INGEST_TEST_SPECIMEN_H

#include <ingest/connector.h>

/* ConnectorDescriptor{id: "specimen", version: "1.2.3", vendor: "Nobody", product_name: "Specimen"}
 */
static const char specimen_details[] =
    "\x0a\x08specimen\x12\x05"
    "1.2.3\x1a\x06Nobody\x22\x08Specimen";

static ingest_descriptor specimen_descriptor = {
    .struct_size = sizeof(ingest_descriptor),
    .id = "specimen",
    .name = "Specimen",
    .version = "1.2.3",
    .vendor = "Nobody",
    .details = {specimen_details, sizeof(specimen_details) - 1},
};

static const ingest_descriptor* specimen_describe(void) { return &specimen_descriptor; }

static ingest_status specimen_create(const ingest_host* host, ingest_text settings,
                                     ingest_instance** out, ingest_error* error) {
  static char instance;
  (void)host, (void)settings, (void)error;
  *out = (ingest_instance*)(void*)&instance;
  return INGEST_OK;
}
static void specimen_destroy(ingest_instance* instance) { (void)instance; }
static ingest_status specimen_test(ingest_instance* instance, const ingest_call* call,
                                   const ingest_sink* sink, ingest_error* error) {
  (void)instance, (void)call, (void)sink, (void)error;
  return INGEST_OK;
}
static ingest_status specimen_transform(ingest_instance* instance, const ingest_call* call,
                                        const ingest_record* page, const ingest_sink* sink,
                                        ingest_error* error) {
  (void)instance, (void)call, (void)page, (void)sink, (void)error;
  return INGEST_OK;
}
static const void* specimen_extension(ingest_instance* instance, const char* id) {
  (void)instance, (void)id;
  return 0;
}

static ingest_connector specimen_table = {
    .struct_size = sizeof(ingest_connector),
    .abi_minor = INGEST_ABI_MINOR,
    .describe = specimen_describe,
    .create = specimen_create,
    .destroy = specimen_destroy,
    .test_connection = specimen_test,
    .fetch = specimen_test,
    .transform = specimen_transform,
    .get_extension = specimen_extension,
};

/* body runs each time before the table is handed over. */
#define SPECIMEN_ENTRY(body)                                              \
  INGEST_EXPORT const ingest_connector* ingest_connector_entry_v1(void) { \
    body;                                                                 \
    return &specimen_table;                                               \
  }

#define SPECIMEN_CONSTRUCTOR __attribute__((constructor)) static void specimen_constructor(void)

#endif
