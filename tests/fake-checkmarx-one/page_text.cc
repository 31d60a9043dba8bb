#include "page_text.h"

#include <algorithm>
#include <array>

namespace fake_cx1 {
namespace {

constexpr std::array<std::string_view, 4> kLists = {"results", "projects", "environments", "scans"};
constexpr std::array<std::string_view, 5> kTotals = {"totalCount", "filteredTotalCount",
                                                     "totalItems", "totalScans", "total"};

bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

std::size_t Skip(std::string_view text, std::size_t at) {
  while (at < text.size() && (IsBlank(text[at]) || text[at] == ',' || text[at] == ':')) ++at;
  return at;
}

// The end of the string that begins with the quote at `at`.
std::size_t EndOfString(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

template <std::size_t N>
bool IsAmong(const std::array<std::string_view, N>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

std::size_t EndOfJson(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = EndOfString(text, at);
    } else {
      ++at;
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      if (depth == 0 && c != '}' && c != ']') {
        while (at < text.size() && !IsBlank(text[at]) && text[at] != ',' && text[at] != '}' &&
               text[at] != ']') {
          ++at;
        }
      }
    }
    if (depth == 0) return at;
  }
  return at;
}

TextMembers SplitObject(std::string_view text) {
  TextMembers members;
  std::size_t at = Skip(text, text.find('{') + 1);
  while (at < text.size() && text[at] == '"') {
    const std::size_t key_end = EndOfString(text, at);
    const std::string_view key = text.substr(at + 1, key_end - at - 2);
    const std::size_t value = Skip(text, key_end);
    const std::size_t end = EndOfJson(text, value);
    members.emplace_back(key, text.substr(value, end - value));
    at = Skip(text, end);
  }
  return members;
}

std::vector<std::string> SplitArray(std::string_view text) {
  std::vector<std::string> items;
  std::size_t at = Skip(text, text.find('[') + 1);
  while (at < text.size() && text[at] != ']') {
    const std::size_t end = EndOfJson(text, at);
    items.emplace_back(text.substr(at, end - at));
    at = Skip(text, end);
  }
  return items;
}

std::string JoinObject(const TextMembers& members) {
  std::string text = "{";
  for (const auto& [key, value] : members) {
    if (text.size() > 1) text += ',';
    text += '"' + key + "\":" + value;
  }
  return text + "}";
}

std::string JoinArray(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const std::string& item : items) {
    if (text.size() > 1) text += ',';
    text += item;
  }
  return text + "]";
}

PageText::PageText(std::string_view body) : members_(SplitObject(body)) {
  for (const auto& [key, value] : members_) {
    if (!IsAmong(kLists, key)) continue;
    list_ = key;
    if (value.starts_with("[")) rows_ = SplitArray(value);
    return;
  }
  for (auto& [key, value] : members_) {
    keys_.push_back(key);
    rows_.push_back(value);
  }
}

std::vector<std::string*> PageText::totals() {
  std::vector<std::string*> found;
  for (auto& [key, value] : members_) {
    if (!list_.empty() && IsAmong(kTotals, key)) found.push_back(&value);
  }
  return found;
}

std::string PageText::Text() const {
  TextMembers members;
  if (list_.empty()) {
    for (std::size_t i = 0; i < rows_.size(); ++i) members.emplace_back(keys_.at(i), rows_[i]);
    return JoinObject(members);
  }
  members = members_;
  for (auto& [key, value] : members) {
    if (key == list_) value = rows_.empty() ? "null" : JoinArray(rows_);
  }
  return JoinObject(members);
}

}  // namespace fake_cx1
