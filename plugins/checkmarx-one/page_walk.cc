// page_walk.cc - see page_walk.hpp.
#include "checkmarx-one/page_walk.hpp"

#include <string>

#include "checkmarx-one/page_rows.hpp"
#include "ingest/sdk/connector.hpp"

namespace checkmarx::one {

PageWalk::PageWalk(std::string_view body, std::string_view rows_key, std::string_view what)
    : body_(body), rows_key_(rows_key), what_(what), scanner_(without_byte_order_mark(body)) {
  expect(scanner_.take('{'));
  is_first_ = true;
  read_members();
}

// It is for read_page_rows to say what is wrong.
void PageWalk::go_astray() const {
  read_page_rows(body_, rows_key_, what_);
  throw ingest::sdk::Error(INGEST_E_BAD_DATA,
                           std::string(what_) + ": its rows can't be told apart");
}

// Up to the first row, or to the end.
void PageWalk::read_members() {
  for (;; is_first_ = false) {
    if (is_first_ && scanner_.take('}')) break;
    if (!is_first_ && !scanner_.take(',')) {
      expect(scanner_.take('}'));
      break;
    }
    expect(scanner_.peek() == '"');
    const size_t name = scanner_.at() + 1;
    expect(scanner_.skip_text());
    std::string_view key = scanner_.from(name);
    key.remove_suffix(1);
    expect(scanner_.take(':'));
    if (key != rows_key_) {
      expect(scanner_.skip_value());
      continue;
    }
    expect(!had_rows_);
    had_rows_ = true;
    if (scanner_.take('[')) {
      in_rows_ = true;
      is_first_ = true;
      return;
    }
    scanner_.skip_blank();
    const size_t start = scanner_.at();
    expect(scanner_.skip_value() && scanner_.from(start) == "null");
  }
  expect(scanner_.at_end() && had_rows_);
}

bool PageWalk::next() {
  if (!in_rows_) return false;
  const bool more = is_first_ ? scanner_.peek() != ']' : scanner_.take(',');
  is_first_ = false;
  if (more) {
    scanner_.skip_blank();
    return true;
  }
  expect(scanner_.take(']'));
  in_rows_ = false;
  read_members();
  return false;
}

std::string_view PageWalk::take(size_t bytes) noexcept {
  std::string_view row = scanner_.rest().substr(0, bytes);
  scanner_.pass(bytes);
  while (!row.empty() && JsonScanner::is_blank(row.back())) row.remove_suffix(1);
  return row;
}

// A row may be so broken that it takes the page along.
std::string_view PageWalk::skip() {
  if (!is_whole_) read_page_rows(body_, rows_key_, what_);
  is_whole_ = true;
  const size_t start = scanner_.at();
  expect(scanner_.skip_value());
  return scanner_.from(start);
}

}  // namespace checkmarx::one
