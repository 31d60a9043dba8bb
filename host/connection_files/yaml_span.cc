// yaml_span.cc - see yaml_span.hpp.
#include "connection_files/yaml_span.hpp"

#include <algorithm>
#include <stdexcept>

namespace ingest::host {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

std::size_t end_of_quoted(const std::string& text, std::size_t begin) {
  const char quote = text.at(begin);
  for (std::size_t at = begin + 1;; ++at) {
    const char c = text.at(at);
    if (quote == '"' && c == '\\') {
      ++at;
    } else if (c == quote) {
      if (quote == '"' || at + 1 >= text.size() || text[at + 1] != quote) return at + 1;
      ++at;
    }
  }
}

bool starts_comment(const std::string& text, std::size_t at) {
  return text[at] == '#' && at > 0 &&
         (text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '\n');
}

// A quote in the middle of a bare word is part of it.
bool starts_quoted(const std::string& text, std::size_t at) {
  if (text[at] != '"' && text[at] != '\'') return false;
  const auto before = at == 0 ? std::string::npos : text.find_last_not_of(" \t\r\n", at - 1);
  return before == std::string::npos || std::string("{[,:").find(text[before]) != std::string::npos;
}

std::size_t end_of_flow(const std::string& text, std::size_t begin) {
  std::size_t depth = 0;
  for (std::size_t at = begin;;) {
    const char c = text.at(at);
    if (starts_quoted(text, at)) {
      at = end_of_quoted(text, at);
      continue;
    }
    if (starts_comment(text, at)) {
      at = next_line(text, at);
      continue;
    }
    ++at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return at;
  }
}

std::size_t end_of_bare(const std::string& text, std::size_t begin, bool in_flow) {
  std::size_t at = begin;
  std::size_t end = begin;
  for (; at < text.size() && text[at] != '\n' && text[at] != '\r'; ++at) {
    if (starts_comment(text, at)) break;
    if (in_flow && std::string(",]}").find(text[at]) != std::string::npos) break;
    if (text[at] != ' ' && text[at] != '\t') end = at + 1;
  }
  return end;
}

}  // namespace

std::size_t offset_of(const std::string& text, const YAML::Mark& mark) {
  const std::size_t start = text.rfind(kByteOrderMark, 0) == 0 ? 3 : 0;
  return start + static_cast<std::size_t>(std::max(mark.pos, 0));
}

std::size_t next_line(const std::string& text, std::size_t offset) {
  const auto end = text.find('\n', offset);
  return end == std::string::npos ? text.size() : end + 1;
}

std::size_t end_of_value(const std::string& text, std::size_t begin, const YAML::Node& node,
                         bool in_flow) {
  const char first = text.at(begin);
  if (first == '{' || first == '[') return end_of_flow(text, begin);
  if (first == '&' || first == '*' || first == '!' || first == '|' || first == '>')
    throw std::out_of_range("not a plain value");
  if (node.IsMap() || node.IsSequence()) {
    std::size_t end = begin;
    const auto last = [&](const YAML::Node& inner) {
      const std::size_t at = offset_of(text, inner.Mark());
      if (!inner.IsNull()) end = std::max(end, end_of_value(text, at, inner, in_flow));
    };
    for (const auto& entry : node) {
      if (node.IsMap()) {
        last(entry.first);
        last(entry.second);
      } else {
        last(entry);
      }
    }
    return end;
  }
  if (first == '"' || first == '\'') return end_of_quoted(text, begin);
  return end_of_bare(text, begin, in_flow);
}

}  // namespace ingest::host
