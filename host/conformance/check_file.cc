// check_file.cc - see check_file.hpp.
#include "conformance/check_file.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host::conformance {
namespace {

namespace json = boost::json;

constexpr std::size_t kLargestFile = std::size_t{16} << 20U;
constexpr const char* kHint = "docs/connector-check.md describes the file";

// '*' stands for any characters.
bool fits_pattern(std::string_view pattern, std::string_view text) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (text.substr(0, star) != pattern.substr(0, star)) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t at = star; at <= text.size(); ++at)
    if (fits_pattern(rest, text.substr(at))) return true;
  return false;
}

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : path_(path) {}

  json::object read() const {
    std::ifstream in(path_, std::ios::binary);
    if (!in) fail("it cannot be opened");
    std::string text;
    char piece[65536];
    while (in.read(piece, sizeof(piece)) || in.gcount() > 0) {
      text.append(piece, static_cast<std::size_t>(in.gcount()));
      if (text.size() > kLargestFile) fail("it is larger than 16 MiB");
    }
    json::stream_parser parser;
    json::error_code error;
    std::size_t at = parser.write(text.data(), text.size(), error);
    if (!error) parser.finish(error);
    if (error) {
      at = std::min(at, text.size());
      const auto lines = std::count(text.begin(), text.begin() + static_cast<long>(at), '\n');
      const std::size_t line_start = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
      const std::size_t column = line_start == std::string::npos ? at : at - line_start - 1;
      throw Failure(ExitStatus::kConfig,
                    path_.string() + ":" + std::to_string(lines + 1) + ":" +
                        std::to_string(column + 1) + ": not JSON: " + error.message(),
                    kHint);
    }
    json::value value = parser.release();
    if (!value.is_object()) fail("it holds no JSON object");
    return std::move(value.get_object());
  }

  void expect_members(const json::object& object, const std::string& where,
                      const std::vector<std::string>& known) const {
    for (const auto& member : object)
      if (std::find(known.begin(), known.end(), std::string(member.key())) == known.end())
        fail(where + "unknown member '" + plain_text(member.key(), 80) + "'; " +
             suggestion(member.key(), known));
  }

  json::object object_at(const json::object& object, const char* key,
                         const std::string& where) const {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return {};
    if (!value->is_object()) fail(where + key + " is no object");
    return value->get_object();
  }

  std::string text_at(const json::object& object, const char* key, const std::string& where) const {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return {};
    if (!value->is_string()) fail(where + key + " is no string");
    return std::string(value->get_string());
  }

  std::int64_t number_at(const json::object& object, const char* key, const std::string& where,
                         std::int64_t least, std::int64_t most, std::int64_t standard) const {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return standard;
    if (!value->is_int64() || value->get_int64() < least || value->get_int64() > most)
      fail(where + key + " is no whole number from " + std::to_string(least) + " to " +
           std::to_string(most));
    return value->get_int64();
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Failure(ExitStatus::kConfig, path_.string() + ": " + what, kHint);
  }

 private:
  const std::filesystem::path& path_;
};

void take_settings(const Reader& reader, const json::object& settings, const std::string& where,
                   CheckFile& out) {
  reader.expect_members(settings, where, {"config", "scope", "map"});
  out.config = reader.object_at(settings, "config", where);
  out.scope = reader.object_at(settings, "scope", where);
  out.map = reader.object_at(settings, "map", where);
  out.has_map = settings.if_contains("map") != nullptr;
}

std::string scalar_text(const Reader& reader, const json::value& value, const std::string& where) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_int64() || value.is_bool()) return json::serialize(value);
  reader.fail(where + " is neither a string nor a whole number");
}

std::string header_lines(const Reader& reader, const json::object& headers,
                         const std::string& where) {
  std::string lines;
  for (const auto& member : headers) {
    std::string name(member.key());
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const std::string value = scalar_text(reader, member.value(), where + "headers." + name);
    if ((name + value).find_first_of("\r\n") != std::string::npos)
      reader.fail(where + "headers." + plain_text(name, 80) + " holds a line break");
    lines += name + ": " + value + "\n";
  }
  return lines;
}

AnswerRule rule_of(const Reader& reader, const json::value& value, std::size_t number) {
  const std::string where = "answers[" + std::to_string(number) + "]: ";
  if (!value.is_object()) reader.fail(where + "no object");
  const json::object& entry = value.get_object();
  reader.expect_members(entry, where,
                        {"path", "query", "method", "host", "times", "status", "headers", "body"});
  AnswerRule rule;
  rule.path = reader.text_at(entry, "path", where);
  if (rule.path.empty() || (rule.path.front() != '/' && rule.path.front() != '*'))
    reader.fail(where + "path is missing, or does not begin with '/'");
  if (std::count(rule.path.begin(), rule.path.end(), '*') > 8)
    reader.fail(where + "path has more than 8 '*'");
  rule.method = reader.text_at(entry, "method", where);
  rule.host = reader.text_at(entry, "host", where);
  rule.times = static_cast<unsigned>(reader.number_at(entry, "times", where, 1, 1'000'000, 0));
  for (const auto& member : reader.object_at(entry, "query", where))
    rule.query.emplace_back(member.key(), scalar_text(reader, member.value(), where + "query"));
  rule.answer.http_status =
      static_cast<std::int32_t>(reader.number_at(entry, "status", where, 100, 599, 200));
  const json::value* body = entry.if_contains("body");
  const bool text = body == nullptr || body->is_string();
  if (body != nullptr)
    rule.answer.body = text ? std::string(body->get_string()) : json::serialize(*body);
  rule.answer.headers = header_lines(reader, reader.object_at(entry, "headers", where), where);
  if (rule.answer.headers.find("content-type: ") == std::string::npos && body != nullptr)
    rule.answer.headers +=
        text ? "content-type: text/plain; charset=utf-8\n" : "content-type: application/json\n";
  return rule;
}

}  // namespace

bool AnswerRule::fits(const Request& request) const {
  if (!method.empty() && method != request.method) return false;
  if (!host.empty() && !fits_pattern(host, request.host())) return false;
  if (!fits_pattern(path, request.path())) return false;
  if (query.empty()) return true;
  const auto sent = request.query();
  return std::all_of(query.begin(), query.end(), [&sent](const auto& wanted) {
    return std::find(sent.begin(), sent.end(), wanted) != sent.end();
  });
}

std::filesystem::path check_file_of(const std::filesystem::path& connector) {
  return std::filesystem::path(connector).replace_extension(".check.json");
}

CheckFile read_check_file(const std::filesystem::path& path) {
  const Reader reader(path);
  const json::object all = reader.read();
  reader.expect_members(all, "", {"settings", "answers", "skip"});
  CheckFile file;
  file.path = path;
  file.settings_path = path;
  take_settings(reader, reader.object_at(all, "settings", ""), "settings.", file);
  if (const json::value* answers = all.if_contains("answers"); answers != nullptr) {
    if (!answers->is_array()) reader.fail("answers is no array");
    for (const json::value& entry : answers->get_array())
      file.answers.push_back(rule_of(reader, entry, file.answers.size()));
  }
  for (const auto& member : reader.object_at(all, "skip", "")) {
    const std::string reason = scalar_text(reader, member.value(), "skip");
    if (reason.empty()) reader.fail("skip." + plain_text(member.key(), 80) + " gives no reason");
    file.skip.emplace(member.key(), plain_text(reason, 400));
  }
  return file;
}

void replace_settings(CheckFile& file, const std::filesystem::path& path) {
  const Reader reader(path);
  take_settings(reader, reader.read(), "", file);
  file.settings_path = path;
}

}  // namespace ingest::host::conformance
