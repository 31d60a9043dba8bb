// answer.cc - see answer.hpp.
#include "conformance/answer.hpp"

namespace ingest::host::conformance {
namespace {

// What follows "scheme://", and where its path begins.
std::string_view after_scheme(std::string_view url) {
  const std::size_t at = url.find("://");
  return at == std::string_view::npos ? url : url.substr(at + 3);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_digit(text[i + 2]);
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace

std::string Request::host() const {
  const std::string_view rest = after_scheme(url);
  return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

std::string Request::path() const {
  const std::string_view rest = after_scheme(url);
  const std::size_t slash = rest.find_first_of("/?#");
  if (slash == std::string_view::npos || rest[slash] != '/') return "/";
  return std::string(rest.substr(slash, rest.find_first_of("?#", slash) - slash));
}

std::vector<std::pair<std::string, std::string>> Request::query() const {
  std::vector<std::pair<std::string, std::string>> all;
  const std::size_t mark = url.find('?');
  if (mark == std::string::npos) return all;
  std::string_view rest = std::string_view(url).substr(mark + 1);
  rest = rest.substr(0, rest.find('#'));
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(pair.size() < rest.size() ? pair.size() + 1 : pair.size());
    const std::size_t equals = pair.find('=');
    all.emplace_back(decoded(pair.substr(0, equals)), equals == std::string_view::npos
                                                          ? std::string()
                                                          : decoded(pair.substr(equals + 1)));
  }
  return all;
}

std::string Request::shown() const { return method + " " + url.substr(0, url.find_first_of("?#")); }

Answer json_answer(std::int32_t http_status, std::string body) {
  Answer answer;
  answer.http_status = http_status;
  answer.headers = "content-type: application/json\n";
  answer.body = std::move(body);
  return answer;
}

}  // namespace ingest::host::conformance
