#include "http/answer.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace ingest::host::http {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// A control character in a value would let an answer forge lines of its own.
void append_clean(std::string& out, std::string_view value) {
  for (const char c : value) {
    out += (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f ? ' ' : c;
  }
}

}  // namespace

namespace {

// What is wrong with the announced length, as the end of a sentence; empty: nothing. libcurl takes
// the digits that it finds, and of two lengths the last one.
std::string wrong_length(std::string_view lines) {
  const std::string_view first = find_header(lines, "content-length");
  if (first.empty()) return {};
  if (first.find_first_not_of("0123456789") != std::string_view::npos) {
    return "it announces a length that is no number";
  }
  size_t at = 0;
  constexpr std::string_view kName = "\ncontent-length:";
  while ((at = lines.find(kName, at)) != std::string_view::npos) {
    ++at;
    if (find_header(lines.substr(at), "content-length") != first) {
      return "it announces two different lengths";
    }
  }
  return {};
}

}  // namespace

std::string_view find_header(std::string_view lines, std::string_view lower_name) {
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.size() > lower_name.size() && line.starts_with(lower_name) &&
        line[lower_name.size()] == ':') {
      return trim(line.substr(lower_name.size() + 1));
    }
  }
  return {};
}

void Answer::begin(uint64_t max_body) {
  max_body_ = max_body;
  header_bytes_ = 0;
  headers_.clear();
  body_.clear();
  too_large_.clear();
  corrupt_.clear();
  headers_ended_ = false;
  body_begun_ = false;
  decoder_.reset();
}

void Answer::drop() {
  begin(0);
  headers_.shrink_to_fit();
  body_.shrink_to_fit();
}

bool Answer::add_header_line(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > kMaxAnswerHeaders) {
    too_large_ = "its headers pass the limit of " + std::to_string(kMaxAnswerHeaders) + " bytes";
    return false;
  }
  if (line.starts_with("HTTP/")) {  // the answer proper follows an interim one
    headers_.clear();
    headers_ended_ = false;
    return true;
  }
  const bool continues = !line.empty() && (line.front() == ' ' || line.front() == '\t');
  const std::string_view text = trim(line);
  if (text.empty()) {
    headers_ended_ = true;
    corrupt_ = wrong_length(headers_);
    return corrupt_.empty();
  }
  if (continues && !headers_.empty()) {
    headers_.back() = ' ';
    append_clean(headers_, text);
    headers_ += '\n';
    return true;
  }
  const size_t colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos) return true;
  for (const char c : trim(text.substr(0, colon))) {
    headers_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  headers_ += ": ";
  append_clean(headers_, trim(text.substr(colon + 1)));
  headers_ += '\n';
  return true;
}

bool Answer::prepare_body() {
  body_begun_ = true;
  try {
    decoder_ = ContentDecoder::for_encoding(find_header(headers_, "content-encoding"));
  } catch (const std::invalid_argument& unknown) {
    corrupt_ = unknown.what();
    return false;
  }
  const std::string_view length = find_header(headers_, "content-length");
  uint64_t announced = 0;
  const auto [end, failed] =
      std::from_chars(length.data(), length.data() + length.size(), announced);
  if (failed != std::errc() || end != length.data() + length.size()) return true;
  if (announced > max_body_ && !decoder_) {
    too_large_ = "it announces " + std::to_string(announced) + " bytes, and the limit is " +
                 std::to_string(max_body_);
    return false;
  }
  body_.reserve(std::min(announced, max_body_));
  return true;
}

bool Answer::append(std::string_view data) {
  if (data.size() > max_body_ - body_.size()) {
    too_large_ = "at " + std::to_string(body_.size() + data.size()) +
                 " bytes and counting it passes the limit of " + std::to_string(max_body_);
    return false;
  }
  body_.append(data);
  return true;
}

bool Answer::add_body(std::string_view data) {
  if (!body_begun_ && !prepare_body()) return false;
  if (!decoder_) return append(data);
  if (decoder_->add(data, [this](std::string_view piece) { return append(piece); })) return true;
  corrupt_ = decoder_->fault();
  return false;
}

}  // namespace ingest::host::http
