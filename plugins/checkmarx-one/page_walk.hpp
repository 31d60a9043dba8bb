// page_walk.hpp - the rows of a page one after the other, in one pass over it: who reads them says
// how long each is, or lets the walk find out. It takes the pages that read_page_rows takes. Not
// thread-safe; one owner, and the body must outlive it.
#pragma once

#include <cstddef>
#include <string_view>

#include "checkmarx-one/json_scanner.hpp"

namespace checkmarx::one {

class PageWalk {
 public:
  // As for read_page_rows, whose errors are thrown, at the latest after the last row.
  PageWalk(std::string_view body, std::string_view rows_key, std::string_view what);

  // There is a row, which take() or skip() passes.
  bool next();
  // From its first byte to the end of the page.
  std::string_view rest() const noexcept { return scanner_.rest(); }
  // It is good JSON, and with blanks after it has so many bytes. Its text.
  std::string_view take(size_t bytes) noexcept;
  // It may be anything. Its text.
  std::string_view skip();

 private:
  void expect(bool good) const {
    if (!good) go_astray();
  }
  [[noreturn]] void go_astray() const;
  void read_members();

  const std::string_view body_;
  const std::string_view rows_key_;
  const std::string_view what_;
  JsonScanner scanner_;
  bool in_rows_ = false;
  bool is_first_ = false;  // the next row, or member
  bool had_rows_ = false;
  bool is_whole_ = false;  // read_page_rows takes it
};

}  // namespace checkmarx::one
