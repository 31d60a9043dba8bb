// demo_rows.h - the source that all three demo connectors read: two units, five rows, one of them
// filtered and one malformed. C11 and C++; constant data and pure functions.
#ifndef INGEST_TESTS_ABI_DEMO_ROWS_H
#define INGEST_TESTS_ABI_DEMO_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define DEMO_UNITS 2u

typedef struct demo_unit {
  const char* id;
  const char* name;
  const char* body;
  uint64_t rows;
} demo_unit;

static inline const demo_unit* demo_units(void) {
  static const demo_unit units[DEMO_UNITS] = {
      {"unit-a", "Alpha", "a1,HIGH\na2,LOW\na3,skip\n", 3},
      {"unit-b", "Beta", "b1,MEDIUM\nb2,broken\n", 2},
  };
  return units;
}

typedef struct demo_row {
  char id[16];
  char word[16];
} demo_row;

// What is left of a page.
typedef struct demo_text {
  const char* data;
  size_t size;
} demo_text;

static inline unsigned demo_byte(const char* at) {
  unsigned char byte = 0;
  memcpy(&byte, at, 1);
  return byte;
}

// Texts of a page go into messages, where text is UTF-8.
static inline bool demo_is_utf8(const char* text, size_t size) {
  for (size_t i = 0; i < size;) {
    const unsigned first = demo_byte(text + i++);
    const size_t more = first < 0x80   ? 0
                        : first < 0xC2 ? size
                        : first < 0xE0 ? 1
                        : first < 0xF0 ? 2
                                       : 3;
    if (more > size - i || first > 0xF4) return false;
    const unsigned second = more > 0 ? demo_byte(text + i) : 0;
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
        (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
      return false;
    for (size_t n = 0; n < more; ++n)
      if ((demo_byte(text + i++) & 0xC0u) != 0x80u) return false;
  }
  return true;
}

// As much as fits, cut where a character starts.
static inline void demo_copy(char* out, size_t room, const char* text, size_t size) {
  if (size > room - 1) size = room - 1;
  while (size > 0 && !demo_is_utf8(text, size)) --size;
  memcpy(out, text, size);
}

// Cuts the next line off text. False at the end.
static inline bool demo_next_row(demo_text* text, demo_row* row) {
  const char* at = text->data;
  size_t line = 0;
  if (text->size == 0) return false;
  memset(row, 0, sizeof(*row));
  while (line < text->size && at[line] != '\n') ++line;
  size_t comma = 0;
  while (comma < line && at[comma] != ',') ++comma;
  const size_t word = comma < line ? line - comma - 1 : 0;
  demo_copy(row->id, sizeof(row->id), at, comma);
  if (word > 0) demo_copy(row->word, sizeof(row->word), at + comma + 1, word);
  const size_t used = line < text->size ? line + 1 : line;
  text->data = at + used;
  text->size -= used;
  return true;
}

// The number of ingest.v1.Severity; 0: not a severity.
static inline unsigned demo_severity(const char* word) {
  static const char* const words[] = {"INFO", "LOW", "MEDIUM", "HIGH", "CRITICAL"};
  for (unsigned i = 0; i < 5; ++i)
    if (strcmp(word, words[i]) == 0) return i + 1;
  return 0;
}

// Whether the settings ask for this: {"config":{"mode":"KIND@METHOD"}}.
static inline bool demo_mode_is(demo_text settings, const char* mode) {
  const char* at = settings.data;
  const size_t n = strlen(mode);
  for (size_t i = 0; i + n <= settings.size; ++i)
    if (memcmp(at + i, mode, n) == 0) return true;
  return false;
}

#endif  // INGEST_TESTS_ABI_DEMO_ROWS_H
