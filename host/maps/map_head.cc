// map_head.cc - see map_head.hpp.
#include "maps/map_head.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <map>
#include <sstream>

namespace ingest::host {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Where keys of the outermost mapping and their values start.
class HeadMarks : public YAML::EventHandler {
 public:
  struct Place {
    std::size_t key = 0;
    std::size_t value = 0;
  };
  std::map<std::string, Place> places;
  bool flow = false;  // {name: x}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override { value_seen(); }
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override { value_seen(); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                const std::string& text) override {
    if (depth_ == 1 && !value_due_) {
      key_ = text;
      key_at_ = static_cast<std::size_t>(mark.pos);
      value_due_ = true;
      return;
    }
    if (depth_ == 1) places[key_] = {key_at_, static_cast<std::size_t>(mark.pos)};
    value_seen();
  }
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    ++depth_;
  }
  void OnSequenceEnd() override {
    --depth_;
    value_seen();
  }
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value style) override {
    if (++depth_ == 1) flow = style == YAML::EmitterStyle::Flow;
  }
  void OnMapEnd() override {
    --depth_;
    value_seen();
  }

 private:
  void value_seen() {
    if (depth_ == 1) value_due_ = false;
  }

  int depth_ = 0;
  bool value_due_ = false;
  std::string key_;
  std::size_t key_at_ = 0;
};

std::size_t end_of_line(std::string_view text, std::size_t from) {
  return std::min(text.find_first_of("\r\n", from), text.size());
}

std::size_t next_line(std::string_view text, std::size_t from) {
  const std::size_t end = text.find('\n', from);
  return end == std::string_view::npos ? text.size() : end + 1;
}

// A plain value's: "x#y" has none. The end where there is none.
std::size_t comment_within(std::string_view text, std::size_t from, std::size_t end) {
  for (std::size_t at = from + 1; at < end; ++at)
    if (text[at] == '#' && (text[at - 1] == ' ' || text[at - 1] == '\t')) return at - 1;
  return end;
}

std::size_t end_of_quoted(std::string_view text, std::size_t from) {
  const char quote = text[from];
  for (std::size_t at = from + 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 == text.size() || text[at + 1] != '\'') return at + 1;
      ++at;
    }
  }
  return text.size();
}

// Lines of a value that goes on below its first one: those further right than the key. A comment
// ends a plain value, but is text in a block.
std::size_t end_of_lines(std::string_view text, std::size_t end, std::size_t indent, bool block) {
  for (std::size_t line = next_line(text, end); line < text.size(); line = next_line(text, line)) {
    const std::size_t first = text.find_first_not_of(" \t", line);
    if (first == std::string_view::npos || text[first] == '\r' || text[first] == '\n') continue;
    if (first - line <= indent || (!block && text[first] == '#')) break;
    end = end_of_line(text, line);
    if (!block && comment_within(text, line, end) < end) return comment_within(text, line, end);
  }
  return end;
}

std::size_t end_of_plain_flow(std::string_view text, std::size_t from) {
  return std::min(text.find_first_of(",}\r\n", from), text.size());
}

std::size_t end_of_value(std::string_view text, std::size_t from, std::size_t indent, bool flow) {
  const char first = from < text.size() ? text[from] : '\0';
  if (first == '"' || first == '\'') return end_of_quoted(text, from);
  std::size_t end = flow ? end_of_plain_flow(text, from) : end_of_line(text, from);
  const bool block = first == '|' || first == '>';
  if (const std::size_t comment = comment_within(text, from, end); !block && comment < end) {
    end = comment;
  } else if (!flow) {
    end = end_of_lines(text, end, indent, block);
  }
  while (end > from && (text[end - 1] == ' ' || text[end - 1] == '\t')) --end;
  return end;
}

std::string quoted(const std::string& text) {
  return boost::json::serialize(boost::json::string(text));
}

// Plain where nobody could take it for something else.
std::string scalar(const std::string& text, bool flow) {
  std::string lower;
  for (const char c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  bool plain = !flow && !lower.empty() && lower[0] >= 'a' && lower[0] <= 'z';
  for (const char c : lower)
    plain = plain &&
            ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.');
  for (const char* word : {"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
    plain = plain && lower != word;
  return plain ? text : quoted(text);
}

struct Edit {
  std::size_t begin;
  std::size_t end;
  std::string text;
};

}  // namespace

std::string with_head(std::string_view yaml, const MapHead& head) {
  std::string text(yaml);
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  HeadMarks marks;
  try {
    std::istringstream in(text);
    YAML::Parser(in).HandleNextDocument(marks);
  } catch (const YAML::Exception&) {
    return text;
  }

  const auto indent_of = [&text](std::size_t key) {
    const std::size_t line = key == 0 ? 0 : text.rfind('\n', key - 1) + 1;
    return key - line;
  };
  std::vector<Edit> edits;
  const auto set = [&](const char* key, const std::string& written) {
    const auto place = marks.places.find(key);
    if (place == marks.places.end()) return false;
    const std::size_t from = std::min(place->second.value, text.size());
    edits.push_back(
        {from, end_of_value(text, from, indent_of(place->second.key), marks.flow), written});
    return true;
  };
  set("name", scalar(head.name, marks.flow));
  set("version", std::to_string(head.version));
  if (!set("title", quoted(head.title)) && marks.places.contains("name")) {
    const std::size_t at = marks.places["name"].key;
    const std::string eol = text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
    edits.push_back({at, at,
                     marks.flow
                         ? "\"title\": " + quoted(head.title) + ", "
                         : "title: " + quoted(head.title) + eol + std::string(indent_of(at), ' ')});
  }
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.begin > b.begin; });
  for (const Edit& edit : edits) text.replace(edit.begin, edit.end - edit.begin, edit.text);
  return text;
}

}  // namespace ingest::host
