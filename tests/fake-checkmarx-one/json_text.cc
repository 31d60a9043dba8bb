#include "json_text.h"

#include <array>
#include <charconv>

namespace fake_cx1 {
namespace {

template <class Value>
void AppendNumber(std::string& out, Value value) {
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void AppendEscaped(std::string& out, unsigned char c) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHexDigits[c >> 4U];
      out += kHexDigits[c & 0xFU];
  }
}

}  // namespace

void JsonText::Comma() {
  if (out_.size() == start_) return;
  const char last = out_.back();
  if (last != '{' && last != '[' && last != ':' && last != ',') out_ += ',';
}

void JsonText::Quote(std::string_view value) {
  out_ += '"';
  std::size_t run = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto c = static_cast<unsigned char>(value[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out_.append(value, run, i - run);
    AppendEscaped(out_, c);
    run = i + 1;
  }
  out_.append(value, run, value.size() - run);
  out_ += '"';
}

void JsonText::Key(std::string_view key) {
  Comma();
  Quote(key);
  out_ += ':';
}

void JsonText::BeginObject() {
  Comma();
  out_ += '{';
}
void JsonText::BeginObject(std::string_view key) {
  Key(key);
  out_ += '{';
}
void JsonText::BeginArray() {
  Comma();
  out_ += '[';
}
void JsonText::BeginArray(std::string_view key) {
  Key(key);
  out_ += '[';
}
void JsonText::Text(std::string_view key, std::string_view value) {
  Key(key);
  Quote(value);
}
void JsonText::TextOrNull(std::string_view key, const std::optional<std::string>& value) {
  if (value) {
    Text(key, *value);
  } else {
    Null(key);
  }
}
void JsonText::Texts(std::string_view key, const std::vector<std::string>& values) {
  BeginArray(key);
  for (const std::string& value : values) ItemText(value);
  EndArray();
}
void JsonText::Integer(std::string_view key, std::int64_t value) {
  Key(key);
  AppendNumber(out_, value);
}
void JsonText::Unsigned(std::string_view key, std::uint64_t value) {
  Key(key);
  AppendNumber(out_, value);
}
void JsonText::Number(std::string_view key, double value) {
  Key(key);
  AppendNumber(out_, value);
}
void JsonText::Boolean(std::string_view key, bool value) { Raw(key, value ? "true" : "false"); }
void JsonText::Null(std::string_view key) { Raw(key, "null"); }
void JsonText::Raw(std::string_view key, std::string_view json) {
  Key(key);
  out_ += json;
}
void JsonText::ItemText(std::string_view value) {
  Comma();
  Quote(value);
}

}  // namespace fake_cx1
