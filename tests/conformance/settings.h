// settings.h - reads {"config": {"base_url": "...", "token": "..."}} strictly: whatever is no JSON
// object, nests beyond 64, or lacks one of the two is refused. Pure.
#ifndef INGEST_TESTS_CONFORMANCE_SETTINGS_H
#define INGEST_TESTS_CONFORMANCE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct span {
  const char* at;
  const char* end;
} span;

static inline void skip_blank(span* s) {
  while (s->at < s->end && strchr(" \t\r\n", *s->at) != NULL && *s->at != '\0') ++s->at;
}

static inline bool take(span* s, char c) {
  skip_blank(s);
  if (s->at == s->end || *s->at != c) return false;
  ++s->at;
  return true;
}

// What is between the quotes, escapes and all.
static inline bool take_string(span* s, span* out) {
  if (!take(s, '"')) return false;
  out->at = s->at;
  for (; s->at < s->end && *s->at != '"'; ++s->at) {
    if ((unsigned char)*s->at < 0x20) return false;
    if (*s->at == '\\' && ++s->at == s->end) return false;
  }
  out->end = s->at;
  return take(s, '"');
}

static inline bool take_word(span* s) {
  const char* start = s->at;
  while (s->at < s->end && strchr("+-.0123456789aeflnrstuE", *s->at) != NULL && *s->at != '\0')
    ++s->at;
  const size_t size = (size_t)(s->at - start);
  if (size == 0) return false;
  if (strchr("-0123456789", *start) != NULL) return true;
  return (size == 4 && memcmp(start, "true", 4) == 0) ||
         (size == 5 && memcmp(start, "false", 5) == 0) ||
         (size == 4 && memcmp(start, "null", 4) == 0);
}

static inline bool take_value(span* s, int depth) {
  span ignored;
  skip_blank(s);
  if (s->at == s->end || depth > 64) return false;
  if (*s->at == '"') return take_string(s, &ignored);
  if (*s->at == '{' || *s->at == '[') {
    const bool object = *s->at++ == '{';
    const char close = object ? '}' : ']';
    if (take(s, close)) return true;
    do {
      if (object && (!take_string(s, &ignored) || !take(s, ':'))) return false;
      if (!take_value(s, depth + 1)) return false;
    } while (take(s, ','));
    return take(s, close);
  }
  return take_word(s);
}

static inline bool is_whole_object(span text) {
  skip_blank(&text);
  if (text.at == text.end || *text.at != '{' || !take_value(&text, 0)) return false;
  skip_blank(&text);
  return text.at == text.end;
}

// The value of a member of an object that is known to be one.
static inline bool find_member(span object, const char* name, span* value) {
  span key;
  if (!take(&object, '{') || take(&object, '}')) return false;
  do {
    if (!take_string(&object, &key) || !take(&object, ':')) return false;
    skip_blank(&object);
    value->at = object.at;
    if (!take_value(&object, 0)) return false;
    value->end = object.at;
    if ((size_t)(key.end - key.at) == strlen(name) && memcmp(key.at, name, strlen(name)) == 0)
      return true;
  } while (take(&object, ','));
  return false;
}

// False when it is missing, no string, empty, too long, or needs unescaping.
static inline bool copy_text(span object, const char* name, char* out, size_t room) {
  span value;
  span text;
  if (!find_member(object, name, &value) || !take_string(&value, &text)) return false;
  const size_t size = (size_t)(text.end - text.at);
  if (size == 0 || size >= room || memchr(text.at, '\\', size) != NULL) return false;
  memcpy(out, text.at, size);
  out[size] = '\0';
  return true;
}

#endif  // INGEST_TESTS_CONFORMANCE_SETTINGS_H
