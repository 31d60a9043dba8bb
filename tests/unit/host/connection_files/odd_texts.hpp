// odd_texts.hpp - texts that YAML could take for something else.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace ingest::host {

inline const std::vector<std::string>& odd_texts() {
  static const std::vector<std::string> kTexts = {"plain",
                                                  "two words",
                                                  "it's",
                                                  "say \"hi\"",
                                                  "back\\slash",
                                                  "true",
                                                  "False",
                                                  "yes",
                                                  "NO",
                                                  "on",
                                                  "null",
                                                  "Null",
                                                  "~",
                                                  "12",
                                                  "0x1F",
                                                  "1e5",
                                                  "1_000",
                                                  "-5",
                                                  "+7",
                                                  ".5",
                                                  "12:30:45",
                                                  "02:00",
                                                  "2026-12-01T02:00:00Z",
                                                  "2026-12-01",
                                                  "nan",
                                                  ".inf",
                                                  "a: b",
                                                  "a:",
                                                  "a #b",
                                                  "#a",
                                                  "a#b",
                                                  "- a",
                                                  "-",
                                                  "?",
                                                  ": a",
                                                  "[a]",
                                                  "{a: b}",
                                                  "a, b",
                                                  "&anchor",
                                                  "*alias",
                                                  "!tag",
                                                  "|",
                                                  ">",
                                                  "%dir",
                                                  "@at",
                                                  "`tick`",
                                                  "'single'",
                                                  "'",
                                                  "\"",
                                                  "''",
                                                  "Größe",
                                                  "日本語",
                                                  "emoji 😀",
                                                  " leading",
                                                  "trailing ",
                                                  "=",
                                                  "<<",
                                                  "---",
                                                  "...",
                                                  ".",
                                                  "..",
                                                  "./out",
                                                  "/abs/path",
                                                  "C:\\dir",
                                                  "https://a.example/x?y=1&z=2",
                                                  "${env:CX_APIKEY}",
                                                  "${secret:acme/api_key}",
                                                  "a$b",
                                                  "y",
                                                  "n",
                                                  "deadbeef",
                                                  "1.2.3",
                                                  "a'b\"c\\d",
                                                  "]",
                                                  "}",
                                                  ",",
                                                  "key: [",
                                                  "end:",
                                                  "x\u00a0y",
                                                  "1,2",
                                                  "true ",
                                                  "24h",
                                                  "!",
                                                  "a b: c",
                                                  "% off",
                                                  "50%"};
  return kTexts;
}

// Of what YAML cares about, mostly.
inline std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {
      " ", ":", "#",  "-", "'", "\"", "\\", "[", "]", "{",    "}",   ",",
      "&", "*", "!",  "|", ">", "%",  "@",  "a", "Z", "0",    "9",   ".",
      "~", "é", "日", "😀", "$", "=",  "?",  "/", "_", "true", "null"};
  std::string text;
  const std::size_t size = 1 + random() % 12;
  for (std::size_t i = 0; i < size; ++i) text += kPieces[random() % kPieces.size()];
  return text;
}

}  // namespace ingest::host
