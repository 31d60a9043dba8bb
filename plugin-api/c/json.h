// json.h - reading JSON that nobody has vouched for, without a copy of it.
//
// A json is the text of one value. Check a whole text once with json_valid; what the other
// functions find in it is then sound. A member that is missing or of another type reads as nothing:
// an empty json. Pure functions.
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct json {
  const char* text;
  size_t size;
} json;

enum { JSON_DEPTH_MAX = 64 };

// Whether the text is JSON (RFC 8259) in UTF-8 and nests no deeper than JSON_DEPTH_MAX.
bool json_valid(json text);

// The member of an object; its name must be written without escapes.
json json_get(json object, const char* name);

// True while there is another element; start with rest = json_elements(list).
//   for (json rest = json_elements(list), item; json_next(&rest, &item);) ...
json json_elements(json list);
bool json_next(json* rest, json* element);

// Whether any text, JSON or not, is UTF-8: protobuf's strings must be.
bool json_is_utf8(json text);

bool json_is_list(json value);
bool json_is(json value, const char* word);  // json_is(value, "true")

// The decoded bytes of a string, or those of a number as it is written; 0 for all else. out may be
// NULL, to learn the size first; it is never more than value.size. Not NUL-terminated; half a
// surrogate pair becomes U+FFFD.
size_t json_decode(json value, char* out);

// False when the value is no integer from 0 to UINT64_MAX.
bool json_unsigned(json value, uint64_t* out);

#endif  // JSON_H
