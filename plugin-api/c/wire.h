// wire.h - protobuf's wire format, as much of it as a connector writes. A writer grows as needed;
// when memory runs out it says so once, in failed, which the one who sends the bytes must look at.
// One thread; wire_free when done.
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct wire {
  unsigned char* data;
  size_t size, room;
  bool failed;
} wire;

static inline void wire_put(wire* w, const void* data, size_t size) {
  if (w->failed || size == 0) return;
  if (size > w->room - w->size) {
    const size_t room = 2 * (w->size + size) + 256;
    unsigned char* grown = (unsigned char*)realloc(w->data, room);
    if (grown == NULL) {
      w->failed = true;
      return;
    }
    w->data = grown;
    w->room = room;
  }
  memcpy(w->data + w->size, data, size);
  w->size += size;
}

static inline void wire_varint(wire* w, uint64_t value) {
  unsigned char bytes[10];
  size_t n = 0;
  for (; value >= 0x80u; value >>= 7) bytes[n++] = (unsigned char)(value | 0x80u);
  bytes[n++] = (unsigned char)value;
  wire_put(w, bytes, n);
}

// Integers, enums and bools.
static inline void wire_number(wire* w, uint32_t field, uint64_t value) {
  wire_varint(w, (uint64_t)field << 3);
  wire_varint(w, value);
}

static inline void wire_bytes(wire* w, uint32_t field, const void* data, size_t size) {
  wire_varint(w, ((uint64_t)field << 3) | 2u);
  wire_varint(w, size);
  wire_put(w, data, size);
}

static inline void wire_text(wire* w, uint32_t field, const char* text) {
  wire_bytes(w, field, text, strlen(text));
}

static inline void wire_free(wire* w) {
  free(w->data);
  memset(w, 0, sizeof(*w));
}

// A message within a message. The inner one is freed.
static inline void wire_message(wire* w, uint32_t field, wire* inner) {
  w->failed |= inner->failed;
  wire_bytes(w, field, inner->data, inner->size);
  wire_free(inner);
}

#endif  // WIRE_H
