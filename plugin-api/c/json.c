// json.c - see json.h.
#include "json.h"

#include <string.h>

typedef struct reader {
  const unsigned char* at;
  const unsigned char* end;
} reader;

static int peek(const reader* r) { return r->at < r->end ? *r->at : -1; }

static bool take(reader* r, int byte) {
  if (peek(r) != byte) return false;
  ++r->at;
  return true;
}

static void skip_spaces(reader* r) {
  while (peek(r) == ' ' || peek(r) == '\t' || peek(r) == '\r' || peek(r) == '\n') ++r->at;
}

static bool take_digits(reader* r) {
  const unsigned char* start = r->at;
  while (peek(r) >= '0' && peek(r) <= '9') ++r->at;
  return r->at > start;
}

static int hex_digit(int c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

static bool take_escape(reader* r) {
  if (r->at == r->end) return false;
  const int c = *r->at++;
  if (c != 'u') return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
  for (int i = 0; i < 4; ++i, ++r->at)
    if (hex_digit(peek(r)) < 0) return false;
  return true;
}

// A character beyond ASCII, in UTF-8's shortest form, no surrogate.
static bool take_utf8(reader* r) {
  const unsigned char* p = r->at;
  const int lead = *p;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4 || r->end - p <= more) return false;
  uint32_t code = (uint32_t)lead & (0x3Fu >> more);
  for (int i = 1; i <= more; ++i) {
    if ((p[i] & 0xC0) != 0x80) return false;
    code = code << 6 | (p[i] & 0x3Fu);
  }
  r->at += more + 1;
  if (more == 2) return code >= 0x800 && (code < 0xD800 || code > 0xDFFF);
  return more == 1 || (code >= 0x10000 && code <= 0x10FFFF);
}

static bool take_string(reader* r) {
  if (!take(r, '"')) return false;
  for (;;) {
    const int c = peek(r);
    if (c < ' ') return false;
    if (c >= 0x80) {
      if (!take_utf8(r)) return false;
      continue;
    }
    ++r->at;
    if (c == '"') return true;
    if (c == '\\' && !take_escape(r)) return false;
  }
}

static bool take_number(reader* r) {
  take(r, '-');
  if (!take(r, '0') && !take_digits(r)) return false;
  if (take(r, '.') && !take_digits(r)) return false;
  if (take(r, 'e') || take(r, 'E')) {
    if (!take(r, '+')) take(r, '-');
    return take_digits(r);
  }
  return true;
}

static bool take_word(reader* r, const char* word) {
  const size_t size = strlen(word);
  if ((size_t)(r->end - r->at) < size || memcmp(r->at, word, size) != 0) return false;
  r->at += size;
  return true;
}

static bool take_value(reader* r, int depth);

static bool take_members(reader* r, int depth, int close) {
  skip_spaces(r);
  if (take(r, close)) return true;
  do {
    skip_spaces(r);
    if (close == '}') {
      if (!take_string(r)) return false;
      skip_spaces(r);
      if (!take(r, ':')) return false;
    }
    if (!take_value(r, depth)) return false;
    skip_spaces(r);
  } while (take(r, ','));
  return take(r, close);
}

static bool take_value(reader* r, int depth) {
  skip_spaces(r);
  switch (peek(r)) {
    case '{':
    case '[': {
      const int close = *r->at++ == '{' ? '}' : ']';
      return depth < JSON_DEPTH_MAX && take_members(r, depth + 1, close);
    }
    case '"':
      return take_string(r);
    case 't':
      return take_word(r, "true");
    case 'f':
      return take_word(r, "false");
    case 'n':
      return take_word(r, "null");
    default:
      return take_number(r);
  }
}

static reader read_from(json text) {
  const unsigned char* start = (const unsigned char*)text.text;
  const reader r = {start, start == NULL ? start : start + text.size};
  return r;
}

bool json_valid(json text) {
  reader r = read_from(text);
  if (!take_value(&r, 0)) return false;
  skip_spaces(&r);
  return r.at == r.end;
}

// The next value of a text that is valid, without the spaces around it.
static json cut_value(reader* r) {
  skip_spaces(r);
  json value = {(const char*)r->at, 0};
  take_value(r, 0);
  value.size = (size_t)((const char*)r->at - value.text);
  skip_spaces(r);
  return value;
}

json json_get(json object, const char* name) {
  static const json nothing = {NULL, 0};
  reader r = read_from(object);
  const size_t size = strlen(name);
  skip_spaces(&r);
  if (!take(&r, '{')) return nothing;
  skip_spaces(&r);
  while (peek(&r) == '"') {
    const json key = cut_value(&r);
    take(&r, ':');
    const json value = cut_value(&r);
    if (key.size == size + 2 && memcmp(key.text + 1, name, size) == 0) return value;
    take(&r, ',');
    skip_spaces(&r);
  }
  return nothing;
}

bool json_is_utf8(json text) {
  reader r = read_from(text);
  while (r.at < r.end) {
    if (*r.at < 0x80)
      ++r.at;
    else if (!take_utf8(&r))
      return false;
  }
  return true;
}

bool json_is_list(json value) { return value.size > 0 && value.text[0] == '['; }

bool json_is(json value, const char* word) {
  return value.size == strlen(word) && memcmp(value.text, word, value.size) == 0;
}

json json_elements(json list) {
  json rest = {list.text, 0};
  if (json_is_list(list)) {
    rest.text += 1;
    rest.size = list.size - 2;  // without its brackets
  }
  return rest;
}

bool json_next(json* rest, json* element) {
  reader r = read_from(*rest);
  *element = cut_value(&r);
  take(&r, ',');
  rest->size = (size_t)(r.end - r.at);
  rest->text = (const char*)r.at;
  return element->size > 0;
}

// The four digits after "\u", of a valid text.
static uint32_t unit_at(const char* digits) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 4 | (uint32_t)hex_digit(digits[i]);
  return value;
}

static size_t encode(uint32_t code, char* out) {
  const int more = code >= 0x10000 ? 3 : code >= 0x800 ? 2 : code >= 0x80 ? 1 : 0;
  static const uint32_t leads[] = {0, 0xC0, 0xE0, 0xF0};
  if (out != NULL) {
    out[0] = (char)(leads[more] | code >> (6 * more));
    for (int i = 1; i <= more; ++i) out[i] = (char)(0x80u | (code >> (6 * (more - i)) & 0x3Fu));
  }
  return (size_t)more + 1;
}

// One escape, p behind its backslash. Returns what follows it.
static const char* decode_escape(const char* p, const char* end, uint32_t* code) {
  static const char names[] = "bfnrt";
  static const char values[] = "\b\f\n\r\t";
  const char* named = strchr(names, *p);
  if (*p != 'u') {
    *code = named != NULL ? (uint32_t)values[named - names] : (uint32_t)*p;
    return p + 1;
  }
  *code = unit_at(p + 1);
  p += 5;
  if (*code < 0xD800 || *code > 0xDFFF) return p;
  if (*code < 0xDC00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u') {
    const uint32_t low = unit_at(p + 2);
    if (low >= 0xDC00 && low <= 0xDFFF) {
      *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
      return p + 6;
    }
  }
  *code = 0xFFFD;
  return p;
}

size_t json_decode(json value, char* out) {
  if (value.size == 0) return 0;
  const char first = value.text[0];
  if (first == '-' || (first >= '0' && first <= '9')) {
    if (out != NULL) memcpy(out, value.text, value.size);
    return value.size;
  }
  if (first != '"') return 0;
  size_t size = 0;
  const char* end = value.text + value.size - 1;
  for (const char* p = value.text + 1; p < end;) {
    uint32_t code;
    if (*p != '\\') {
      if (out != NULL) out[size] = *p;
      ++size;
      ++p;
      continue;
    }
    p = decode_escape(p + 1, end, &code);
    size += encode(code, out == NULL ? NULL : out + size);
  }
  return size;
}

bool json_unsigned(json value, uint64_t* out) {
  uint64_t number = 0;
  for (size_t i = 0; i < value.size; ++i) {
    if (value.text[i] < '0' || value.text[i] > '9') return false;
    const uint64_t digit = (uint64_t)(value.text[i] - '0');
    if (number > (UINT64_MAX - digit) / 10) return false;
    number = number * 10 + digit;
  }
  *out = number;
  return value.size > 0;
}
