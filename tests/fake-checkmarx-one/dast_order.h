// The parameter sort of the DAST services: "column:asc" or "column:desc".
#ifndef TESTS_FAKE_CHECKMARX_ONE_DAST_ORDER_H_
#define TESTS_FAKE_CHECKMARX_ONE_DAST_ORDER_H_

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace fake_cx1 {

struct DastOrder {
  std::string column;
  bool descending = false;
};

// Nothing for a column that is not one of `columns`, and for a bare column: the service answers
// 400 to both.
inline std::optional<DastOrder> ReadDastOrder(std::string_view text,
                                              std::initializer_list<std::string_view> columns) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view column = text.substr(0, colon);
  const std::string_view direction = text.substr(colon + 1);
  if (direction != "asc" && direction != "desc") return std::nullopt;
  if (std::find(columns.begin(), columns.end(), column) == columns.end()) return std::nullopt;
  return DastOrder{std::string(column), direction == "desc"};
}

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_DAST_ORDER_H_
