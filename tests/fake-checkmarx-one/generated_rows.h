// Which engine a row of a generated scan belongs to.
#ifndef TESTS_FAKE_CHECKMARX_ONE_GENERATED_ROWS_H_
#define TESTS_FAKE_CHECKMARX_ONE_GENERATED_ROWS_H_

#include <string>
#include <string_view>

#include "sca_row.h"

namespace fake_cx1 {

// `with_sca`: whether SCA completed in the scan; `mixed`: whether other engines have rows too.
std::string_view RowType(const RowPlace& place, bool with_sca, bool mixed);

// A row of an engine other than SCA, as its clients see it.
void AppendOtherEngineRow(const RowPlace& place, std::string_view type, std::string& out);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_GENERATED_ROWS_H_
