// row_walk.cc - see row_walk.hpp.
#include "checkmarx-one/row_walk.hpp"

namespace checkmarx::one {

bool RowWalk::next() {
  if (!page_.next()) return false;
  ++count_;
  fault_.clear();
  if (const size_t size = reader_.read(page_.rest()); size != 0) {
    text_ = page_.take(size);
  } else {
    text_ = page_.skip();
    if (!parser_) parser_.emplace();
    const boost::json::object* row = parser_->parse(text_);
    if (row == nullptr) {
      fault_ = parser_->reason();
      return true;
    }
    reader_.read(*row);
  }
  fault_ = withheld_reason(reader_.string(0));
  return true;
}

}  // namespace checkmarx::one
