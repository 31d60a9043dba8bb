// page_rows.cc - see page_rows.hpp.
#include "checkmarx-one/page_rows.hpp"

#include <algorithm>
#include <functional>

#include "checkmarx-one/error_text.hpp"
#include "checkmarx-one/json_scanner.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::one {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;
using Members = std::vector<std::pair<std::string_view, std::string_view>>;

bool is_noise(std::string_view text) {
  const auto odd = std::count_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20U || byte >= 0x7FU;
  });
  return static_cast<size_t>(odd) * 4 > text.size();
}

// What came instead. Of something that begins like JSON nothing is quoted: it may hold secrets.
[[noreturn]] void refuse(std::string_view what, std::string_view body, size_t at) {
  std::string seen = "the answer is empty";
  const size_t first = body.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos) {
    const char begin = body[first];
    const std::string size = std::to_string(body.size()) + " bytes";
    if (begin == '{') {
      seen = "it is no whole JSON object: it breaks off or goes astray at byte " +
             std::to_string(at) + " of " + std::to_string(body.size());
    } else if (begin == '[' || begin == '"') {
      seen = "JSON of another kind came where an object was expected (" + size + ")";
    } else if (begin == '<') {
      seen = "a web page came instead of JSON (" + error_text(body.substr(0, 4096)) + ")";
    } else if (is_noise(body.substr(first, 64))) {
      seen = "no JSON came, but " + size + " that are no text";
    } else {
      seen = "no JSON came, but " + size + " that begin with '" +
             fit_for_message(body.substr(first, 256), 60) + "'";
    }
  }
  throw Error(INGEST_E_BAD_DATA, std::string(what) + ": " + seen);
}

// The elements of an array, its brackets included in text.
bool split(std::string_view text, std::vector<std::string_view>& elements) {
  JsonScanner scanner(text);
  if (!scanner.take('[')) return false;
  if (scanner.take(']')) return scanner.at_end();
  do {
    scanner.skip_blank();
    const size_t start = scanner.at();
    if (!scanner.skip_value()) return false;
    elements.push_back(scanner.from(start));
  } while (scanner.take(','));
  return scanner.take(']') && scanner.at_end();
}

}  // namespace

Members read_members(std::string_view body, std::string_view what) {
  body = without_byte_order_mark(body);
  Members members;
  JsonScanner scanner(body);
  if (!scanner.take('{')) refuse(what, body, scanner.at());
  if (!scanner.take('}')) {
    do {
      if (scanner.peek() != '"') refuse(what, body, scanner.at());
      const size_t name = scanner.at() + 1;
      if (!scanner.skip_text()) refuse(what, body, scanner.at());
      const std::string_view key = scanner.from(name);
      if (!scanner.take(':')) refuse(what, body, scanner.at());
      scanner.skip_blank();
      const size_t start = scanner.at();
      if (!scanner.skip_value()) refuse(what, body, scanner.at());
      members.emplace_back(key.substr(0, key.size() - 1), scanner.from(start));
    } while (scanner.take(','));
    if (!scanner.take('}')) refuse(what, body, scanner.at());
  }
  if (!scanner.at_end()) refuse(what, body, scanner.at());
  return members;
}

PageRows read_page_rows(std::string_view body, std::string_view rows_key, std::string_view what) {
  PageRows page;
  page.members_ = read_members(body, what);
  const auto is_list = [rows_key](const auto& member) { return member.first == rows_key; };
  if (std::count_if(page.members_.begin(), page.members_.end(), is_list) > 1)
    throw Error(INGEST_E_BAD_DATA, std::string(what) + ": the answer has " + std::string(rows_key) +
                                       " twice; which ones count?");
  const auto list = page.member(rows_key);
  if (list && list->front() == '[') {
    if (!split(*list, page.rows))
      refuse(what, body, static_cast<size_t>(list->data() - body.data()));
    return page;
  }
  if (!list || *list != "null")
    throw Error(INGEST_E_BAD_DATA, std::string(what) + ": the answer has no " +
                                       std::string(rows_key) +
                                       "; is this the API of Checkmarx One?");
  return page;
}

std::optional<std::string_view> PageRows::member(std::string_view name) const {
  for (auto one = members_.rbegin(); one != members_.rend(); ++one) {
    if (one->first == name) return one->second;
  }
  return std::nullopt;
}

std::optional<uint64_t> PageRows::number(std::string_view name) const {
  const auto text = member(name);
  if (!text || text->size() > 64) return std::nullopt;
  try {
    boost::json::object holder;
    holder["n"] = json::parse(*text);
    return json::uint_at(holder, "n");
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::string page_of_rows(std::string_view rows_key, const std::vector<std::string_view>& rows,
                         std::string_view total_key, std::optional<uint64_t> total) {
  size_t size = 64 + rows_key.size() + total_key.size();
  for (const std::string_view row : rows) size += row.size() + 1;
  std::string body;
  body.reserve(size);
  body.append("{\"").append(rows_key).append("\":[");
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) body.push_back(',');
    body.append(rows[i]);
  }
  body.push_back(']');
  if (total) body.append(",\"").append(total_key).append("\":").append(std::to_string(*total));
  body.push_back('}');
  return body;
}

uint64_t text_key(std::string_view row) { return std::hash<std::string_view>()(row); }

}  // namespace checkmarx::one
