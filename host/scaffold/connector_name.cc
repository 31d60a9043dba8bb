// connector_name.cc - see connector_name.hpp.
#include "scaffold/connector_name.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kLongest = 64;

// CMake's own targets, then what no Rust crate can be called.
constexpr std::array kTaken = std::to_array<std::string_view>(
    {"all",     "clean", "help",   "install", "package", "preinstall", "test",    "abstract",
     "alloc",   "as",    "async",  "await",   "become",  "box",        "break",   "const",
     "core",    "crate", "do",     "dyn",     "else",    "enum",       "extern",  "false",
     "final",   "fn",    "for",    "if",      "impl",    "in",         "let",     "loop",
     "macro",   "match", "mod",    "move",    "mut",     "override",   "priv",    "proc-macro",
     "pub",     "ref",   "return", "self",    "static",  "std",        "struct",  "super",
     "trait",   "true",  "try",    "type",    "typeof",  "unsafe",     "unsized", "use",
     "virtual", "where", "while",  "yield"});

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

bool is_name(std::string_view name) {
  if (name.empty() || name.size() > kLongest || !is_letter(name.front()) || name.back() == '-')
    return false;
  return name.find("--") == std::string_view::npos &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

ConnectorName connector_name(std::string_view name) {
  const std::string shown = "'" + plain_text(name, kLongest + 16) + "'";
  if (!is_name(name))
    throw Failure(
        ExitStatus::kUsage, "a connector can't be called " + shown,
        "a name holds a-z, 0-9 and single '-' between them, starts with a letter and has " +
            std::to_string(kLongest) + " characters at most: acme-advisories");
  if (std::find(kTaken.begin(), kTaken.end(), name) != kTaken.end())
    throw Failure(
        ExitStatus::kUsage,
        "a connector can't be called " + shown + ": build tools keep the word for themselves",
        "say whose findings it reads: acme-" + std::string(name));
  ConnectorName out{std::string(name), std::string(name), {}};
  std::replace(out.snake.begin(), out.snake.end(), '-', '_');
  bool starts_word = true;
  for (const char c : name) {
    if (c == '-') {
      out.title += ' ';
    } else {
      out.title += starts_word && is_letter(c) ? static_cast<char>(c - 'a' + 'A') : c;
    }
    starts_word = c == '-';
  }
  return out;
}

}  // namespace ingest::host
