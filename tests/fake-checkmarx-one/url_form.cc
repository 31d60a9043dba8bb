#include "url_form.h"

#include <algorithm>
#include <charconv>

namespace fake_cx1 {
namespace {

std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      unsigned value = 0;
      if (i + 2 >= text.size()) return std::nullopt;
      const auto result = std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16);
      if (result.ptr != text.data() + i + 3) return std::nullopt;
      out += static_cast<char>(static_cast<unsigned char>(value));
      i += 2;
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> SplitList(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end != 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::optional<FormFields> FormFields::Parse(std::string_view encoded) {
  FormFields form;
  for (const std::string& part : SplitList(encoded, '&')) {
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string_view view = part;
    auto name = PercentDecode(view.substr(0, equals), true);
    auto value = PercentDecode(view.substr(std::min(equals + 1, part.size())), true);
    if (!name || !value) return std::nullopt;
    form.fields_.emplace_back(std::move(*name), std::move(*value));
  }
  return form;
}

std::optional<std::string_view> FormFields::Get(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string_view FormFields::GetOrEmpty(std::string_view name) const {
  return Get(name).value_or(std::string_view());
}

std::vector<std::string> FormFields::List(std::string_view name) const {
  std::vector<std::string> all;
  for (const auto& [key, value] : fields_) {
    if (key != name) continue;
    for (std::string& part : SplitList(value, ',')) all.push_back(std::move(part));
  }
  return all;
}

FormFields::NumberState FormFields::Number(std::string_view name, std::uint64_t& out) const {
  const auto text = Get(name);
  if (!text) return NumberState::kAbsent;
  const auto result = std::from_chars(text->data(), text->data() + text->size(), out);
  const bool whole = result.ec == std::errc() && result.ptr == text->data() + text->size();
  return whole ? NumberState::kValid : NumberState::kInvalid;
}

std::optional<std::vector<std::string>> PathSegments(std::string_view path) {
  std::vector<std::string> segments;
  for (const std::string& part : SplitList(path, '/')) {
    auto decoded = PercentDecode(part, false);
    if (!decoded) return std::nullopt;
    segments.push_back(std::move(*decoded));
  }
  return segments;
}

}  // namespace fake_cx1
