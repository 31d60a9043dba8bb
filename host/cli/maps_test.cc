// maps_test.cc - "ingest maps test": the cases that maps carry, each with what is not as expected.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/maps_command.hpp"
#include "cli/output.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "ingest/sdk/connector.hpp"
#include "maps/map_tests.hpp"

namespace ingest::host {
namespace {

struct TestFlags {
  std::vector<std::string> maps;
  std::string format = "table";
  bool require = false;
};

struct Tested {
  MapFile map;
  std::vector<CaseResult> results;
  std::vector<TargetCover> cover;

  std::size_t failed() const {
    std::size_t count = 0;
    for (const CaseResult& one : results) count += one.passed() ? 0U : 1U;
    return count;
  }
};

Tested test_map(MapFile file) {
  const std::string what =
      "the map " + plain_text(file.name, 128) + " (" + plain_text(file.origin, 512) + ")";
  if (!file.fault.empty())
    throw Failure(ExitStatus::kConfig, what + " can't be used: " + file.fault);
  Tested tested;
  try {
    const boost::json::value json = boost::json::parse(file.json);
    const MapTests tests(json);
    const sdk::TransformMap map = sdk::TransformMap::from_json(json);
    tested.results = tests.run(map);
    tested.cover = tests.cover(map);
  } catch (const sdk::Error& error) {
    throw Failure(ExitStatus::kConfig, what + " is not valid: " + plain_text(error.what()));
  } catch (const Failure& failure) {
    throw Failure(failure.status(), what + ": tests: " + failure.what(), failure.hint());
  }
  tested.map = std::move(file);
  return tested;
}

std::string cases(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " case" : " cases");
}

std::string summary(const Tested& tested) {
  if (tested.results.empty())
    return "no cases: the map has no \"tests\"; docs/maps.md shows how to write one";
  std::size_t asserted = 0;
  std::string published;
  for (const TargetCover& one : tested.cover) {
    asserted += one.asserted ? 1U : 0U;
    if (one.published && !one.asserted)
      published += (published.empty() ? "" : ", ") + plain_text(one.target, 128);
  }
  const std::size_t failed = tested.failed();
  std::string line = cases(tested.results.size()) + ": " +
                     std::to_string(tested.results.size() - failed) + " passed, " +
                     std::to_string(failed) + " failed; they look at " + std::to_string(asserted) +
                     " of " + std::to_string(tested.cover.size()) + " targets";
  if (!published.empty()) line += ", of those published not at " + published;
  return line;
}

void print_lines(const std::vector<Tested>& all) {
  for (const Tested& tested : all) {
    print(plain_text(tested.map.name, 128) + " (" + plain_text(tested.map.origin, 512) + ")\n");
    for (const CaseResult& one : tested.results) {
      print((one.passed() ? "  pass  " : "  FAIL  ") + plain_text(one.name, 200) + "\n");
      for (const Difference& difference : one.differences)
        print("          " +
              (difference.field.empty() ? "" : plain_text(difference.field, 200) + ": ") +
              "expected " + plain_text(difference.expected, 400) + ", got " +
              plain_text(difference.got, 400) + "\n");
    }
    print("  " + summary(tested) + "\n");
  }
}

boost::json::object json_of(const Tested& tested) {
  boost::json::array results;
  for (const CaseResult& one : tested.results) {
    boost::json::array differences;
    for (const Difference& difference : one.differences)
      differences.push_back({{"field", plain_text(difference.field)},
                             {"expected", plain_text(difference.expected)},
                             {"got", plain_text(difference.got)}});
    results.push_back({{"name", plain_text(one.name)},
                       {"passed", one.passed()},
                       {"differences", std::move(differences)}});
  }
  boost::json::array targets;
  for (const TargetCover& one : tested.cover)
    targets.push_back({{"target", plain_text(one.target)},
                       {"published", one.published},
                       {"asserted", one.asserted}});
  return {{"name", plain_text(tested.map.name)},
          {"origin", plain_text(tested.map.origin)},
          {"passed", tested.results.size() - tested.failed()},
          {"failed", tested.failed()},
          {"cases", std::move(results)},
          {"targets", std::move(targets)}};
}

ExitStatus test_maps(const TestFlags& flags, const CommonOptions& options) {
  std::unique_ptr<const MapCatalogue> catalogue;  // asking the connectors takes time
  std::vector<Tested> all;
  for (const std::string& written : flags.maps) {
    if (is_map_path(written)) {
      all.push_back(test_map(read_map_file(written)));
      continue;
    }
    if (!catalogue)
      catalogue = std::make_unique<MapCatalogue>(map_catalogue(surroundings_of(options)));
    all.push_back(test_map(catalogue->find(written)));
  }
  bool good = true;
  for (const Tested& tested : all)
    good = good && tested.failed() == 0 && !(flags.require && tested.results.empty());
  if (flags.format == "json") {
    boost::json::array maps;
    for (const Tested& tested : all) maps.push_back(json_of(tested));
    print_json(boost::json::object{{"passed", good}, {"maps", std::move(maps)}});
  } else {
    print_lines(all);
  }
  return good ? ExitStatus::kOk : ExitStatus::kConfig;
}

constexpr const char* kTestHelp =
    R"(run the cases that a map carries

  ingest maps test ./my-map.yaml
  ingest maps test checkmarx-sca-default

A case says what the source holds and what the map must make of it, in the map file:

  tests:
    - name: a critical result
      root: {id: p-1, name: shop}       # the project or environment; may be left out
      row: {id: CVE-2025-1234, severity: CRITICAL}   # the result; without one the case
                                                     # is about the asset
      expect: {severity: CRITICAL, cveIds: [CVE-2025-1234]}
      absent: [description]             # must have no value
    - name: a severity that nobody knows
      like: a critical result           # its root and row, with what follows merged in
      row: {severity: ODD}
      dead_letter: not among the values   # a part of the reason

expect has members as "ingest read" prints them; what it leaves out may have any value, unless
the case says "exact: true". "dropped: true" expects that the map drops the finding. Members that a
connector computes are written into root and row by hand: "$scan: {id: s-1}".

Ends with 0 when all cases pass, with 3 when one fails or the map is not valid. A map without
cases passes, unless --require is given.)";

}  // namespace

void add_maps_test(CLI::App& maps, const CommonOptions& options, ExitStatus& status) {
  CLI::App* test = maps.add_subcommand("test", kTestHelp);
  auto flags = std::make_shared<TestFlags>();
  test->add_option("MAP", flags->maps, "the map's name, or a file (with / or .yaml in it)")
      ->required()
      ->type_name("");
  add_format(*test, flags->format);
  test->add_flag("--require", flags->require, "a map without cases fails");
  test->callback([flags, &options, &status] { status = test_maps(*flags, options); });
}

}  // namespace ingest::host
