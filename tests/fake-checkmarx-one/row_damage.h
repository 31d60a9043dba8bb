// A row as no right server would write it.
#ifndef TESTS_FAKE_CHECKMARX_ONE_ROW_DAMAGE_H_
#define TESTS_FAKE_CHECKMARX_ONE_ROW_DAMAGE_H_

#include <string>
#include <string_view>

namespace fake_cx1 {

// `damage` is one of the words of the fault "bad-row". Where `field` is given only members of that
// name change, at any depth; else all that the damage concerns.
std::string DamagedRow(std::string_view row, std::string_view damage, std::string_view field);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_ROW_DAMAGE_H_
