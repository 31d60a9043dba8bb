#include "state/run_comparison.hpp"

#include <gmock/gmock.h>

#include "connection/failing.hpp"
#include "output/delimited.hpp"
#include "output/temporary_folder.hpp"
#include "state/finding_facts.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

v1::Finding finding(const std::string& id, const std::string& fingerprint, v1::Severity severity) {
  v1::Finding one;
  one.set_id(id);
  one.set_fingerprint(fingerprint);
  one.set_name("name of " + id);
  one.set_severity(severity);
  one.set_description(std::string(500, 'd'));
  one.mutable_cvss()->set_base_score(7.5);
  return one;
}

class Comparison : public ::testing::Test {
 protected:
  fs::path file(const std::string& name, const std::vector<v1::Finding>& findings) const {
    std::string bytes;
    for (const v1::Finding& one : findings) {
      append_varint(bytes, one.ByteSizeLong());
      bytes += one.SerializeAsString();
    }
    write_file(folder_.path() / name, bytes);
    return folder_.path() / name;
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(Comparison, TellsNewGoneChangedAndTheSame) {
  const auto earlier =
      file("a", {finding("same", "1", v1::SEVERITY_LOW), finding("gone-low", "1", v1::SEVERITY_LOW),
                 finding("gone-high", "1", v1::SEVERITY_HIGH),
                 finding("changed", "1", v1::SEVERITY_LOW)});
  const auto later =
      file("b", {finding("changed", "2", v1::SEVERITY_CRITICAL),
                 finding("new", "1", v1::SEVERITY_MEDIUM), finding("same", "1", v1::SEVERITY_LOW)});
  const RunComparison found = compare_findings(earlier, later, 5);
  EXPECT_EQ(found.same, 1U);
  EXPECT_EQ(found.fresh.count, 1U);
  EXPECT_EQ(found.fresh.by_severity[v1::SEVERITY_MEDIUM], 1U);
  EXPECT_THAT(found.fresh.examples, ElementsAre(Field(&FindingExample::name, "name of new")));
  EXPECT_EQ(found.gone.count, 2U);
  EXPECT_EQ(found.gone.by_severity[v1::SEVERITY_LOW], 1U);
  EXPECT_THAT(found.gone.examples, ElementsAre(Field(&FindingExample::id, "gone-high"),
                                               Field(&FindingExample::id, "gone-low")));
  EXPECT_EQ(found.changed.count, 1U);
  EXPECT_EQ(found.changed.by_severity[v1::SEVERITY_CRITICAL], 1U);
}

TEST_F(Comparison, ShowsTheGravestExamplesOnly) {
  std::vector<v1::Finding> many;
  for (int i = 0; i < 100; ++i)
    many.push_back(finding(std::to_string(1000 + i), "1", static_cast<v1::Severity>(1 + i % 5)));
  const auto found = compare_findings(file("a", {}), file("b", many), 3);
  EXPECT_EQ(found.fresh.count, 100U);
  EXPECT_THAT(found.fresh.examples,
              ElementsAre(Field(&FindingExample::id, "1004"), Field(&FindingExample::id, "1009"),
                          Field(&FindingExample::id, "1014")));
  EXPECT_EQ(compare_findings(file("a", many), file("b", {}), 3).gone.examples.size(), 3U);
}

TEST_F(Comparison, NothingDiffersFromItself) {
  const auto one =
      file("a", {finding("x", "1", v1::SEVERITY_LOW), finding("y", "", v1::SEVERITY_LOW)});
  const auto found = compare_findings(one, one, 5);
  EXPECT_EQ(found.same, 2U);
  EXPECT_EQ(found.fresh.count + found.gone.count + found.changed.count, 0U);
}

TEST_F(Comparison, RefusesWhatIsDamagedOrNotThere) {
  const auto good = file("a", {finding("x", "1", v1::SEVERITY_LOW)});
  write_file(good.parent_path() / "bad", std::string("\x05hello", 6));
  EXPECT_THAT(failing([&] { compare_findings(good, good.parent_path() / "bad", 5); }),
              HasSubstr("no ingest.v1.Finding"));
  EXPECT_THAT(failing([&] { compare_findings(good, good.parent_path() / "none", 5); }),
              HasSubstr("none"));
}

TEST(FindingFactsOf, AreTheMessages) {
  const v1::Finding one = finding("id", "print", v1::SEVERITY_HIGH);
  FindingFacts facts;
  ASSERT_TRUE(read_facts(one.SerializeAsString(), facts));
  EXPECT_EQ(facts.id, "id");
  EXPECT_EQ(facts.fingerprint, "print");
  EXPECT_EQ(facts.name, "name of id");
  EXPECT_EQ(facts.severity, v1::SEVERITY_HIGH);
  EXPECT_FALSE(read_facts("", facts)) << "no id";
  EXPECT_FALSE(read_facts(one.SerializeAsString().substr(0, 60), facts));
}

}  // namespace
}  // namespace ingest::host
