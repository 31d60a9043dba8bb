#include "cli/table.hpp"

#include <gtest/gtest.h>

namespace ingest::host {
namespace {

TEST(Table, ColumnsLineUpByWhatIsSeen) {
  Table table({"NAME", "WHAT"});
  table.add({"東京", "a"});
  table.add({"abc", "b"});
  EXPECT_EQ(table.text(), "NAME  WHAT\n東京  a\nabc   b\n");
}

TEST(Table, HostileCellsStayInTheirRow) {
  Table table({"A", "B"});
  table.add({"x\ny\x1b[2J", "\xff"});
  EXPECT_EQ(table.text(), "A            B\nx\\ny\\x1b[2J  \xEF\xBF\xBD\n");
}

TEST(Table, TheLastColumnIsWrappedWhereAWidthIsGiven) {
  Table table({"K", "TEXT"});
  table.add({"k", "one two three four five six seven"});
  EXPECT_EQ(table.text(0), "K  TEXT\nk  one two three four five six seven\n");
  EXPECT_EQ(table.text(29), "K  TEXT\nk  one two three four five\n   six seven\n");
  EXPECT_EQ(table.text(10), table.text(0)) << "too narrow to wrap";
}

}  // namespace
}  // namespace ingest::host
