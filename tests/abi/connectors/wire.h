// wire.h - the protobuf wire format by hand, for connectors without a protobuf library. C11 and
// C++.
//
// A writer is a buffer of fixed size; what does not fit sets overflow, which the one who sends the
// bytes must look at. Not thread-safe: a writer belongs to one call.
#ifndef INGEST_TESTS_ABI_WIRE_H
#define INGEST_TESTS_ABI_WIRE_H

#include <ingest/connector.h>
#include <stdbool.h>
#include <string.h>

#ifndef WIRE_MAX
#define WIRE_MAX 1024
#endif
typedef struct wire {
  unsigned char data[WIRE_MAX];
  size_t size;
  bool overflow;
} wire;

static inline void wire_byte(wire* w, unsigned value) {
  if (w->size == WIRE_MAX) {
    w->overflow = true;
    return;
  }
  w->data[w->size++] = (unsigned char)(value & 0xFFu);
}

static inline void wire_varint(wire* w, uint64_t value) {
  for (; value >= 0x80u; value >>= 7) wire_byte(w, (unsigned)(value & 0x7Fu) | 0x80u);
  wire_byte(w, (unsigned)value);
}

// Integers, enums and bools: wire type 0.
static inline void wire_uint(wire* w, uint32_t field, uint64_t value) {
  wire_varint(w, (uint64_t)field << 3);
  wire_varint(w, value);
}

// Strings, bytes and messages: wire type 2.
static inline void wire_bytes(wire* w, uint32_t field, const void* data, size_t size) {
  const unsigned char* bytes = (const unsigned char*)data;
  wire_varint(w, ((uint64_t)field << 3) | 2u);
  wire_varint(w, size);
  for (size_t i = 0; i < size; ++i) wire_byte(w, bytes[i]);
}

static inline void wire_text(wire* w, uint32_t field, const char* text) {
  wire_bytes(w, field, text, strlen(text));
}

#endif  // INGEST_TESTS_ABI_WIRE_H
