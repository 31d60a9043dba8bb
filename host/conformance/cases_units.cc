// cases_units.cc - how fetch tells of units and their pages.
#include <ingest/v1/source_page.pb.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/scene.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {
namespace {

using What = SinkEvent::What;

bool is_page(const SinkEvent& event) {
  return event.what == What::kEmit && event.kind == INGEST_RECORD_PAGE;
}

void reads_its_source(Trial& trial) {
  Scene scene(trial);
  CheckSink sink(CallKind::kFetch);
  const std::string fault = fault_of_fetch(scene, scene.fetch(sink));
  if (fault.empty()) return;
  const std::string hint = "say in " + check_file_of(trial.subject().file).filename().string() +
                           " what the source answers, and where its lists end";
  if (trial.subject().check.path.empty()) throw Skipped{fault, hint};
  throw Fault{fault, hint};
}

void units_are_bracketed(Trial& trial) {
  Scene scene(trial);
  CheckSink sink(CallKind::kFetch);
  fetch_all(scene, sink);
  std::set<std::string> begun;
  std::set<std::string> ended;
  for (const SinkEvent& event : sink.events()) {
    const std::string unit = quoted(event.unit);
    if (event.what == What::kBegin) {
      if (event.unit.empty()) throw Fault{"fetch began a unit without a name", {}};
      if (!begun.insert(event.unit).second)
        throw Fault{"fetch began the unit " + unit + " twice", {}};
    } else if (event.what == What::kEnd) {
      if (begun.count(event.unit) == 0)
        throw Fault{"fetch ended the unit " + unit + ", which it had not begun", {}};
      if (!ended.insert(event.unit).second)
        throw Fault{"fetch ended the unit " + unit + " twice", {}};
    } else if (is_page(event)) {
      if (begun.count(event.unit) == 0)
        throw Fault{"fetch emitted a page of the unit " + unit + ", which it had not begun", {}};
      if (ended.count(event.unit) != 0)
        throw Fault{"fetch emitted a page of the unit " + unit + " after it had ended it",
                    "end_unit is the checkpoint: it comes after the last page"};
    }
  }
  for (const std::string& unit : begun)
    if (ended.count(unit) == 0)
      throw Fault{"fetch began the unit " + quoted(unit) + " and did not end it",
                  "a unit that could not be read is ended too, with the reason in its report"};
}

void places_without_gaps(Trial& trial) {
  Scene scene(trial);
  CheckSink sink(CallKind::kFetch);
  fetch_all(scene, sink);
  std::map<std::string, std::multiset<std::uint64_t>> places;
  for (const SinkEvent& event : sink.events())
    if (is_page(event)) places[event.unit].insert(event.place);
  if (places.empty()) throw Skipped{"fetch emitted no page", {}};
  for (const auto& [unit, all] : places) {
    std::uint64_t expected = 0;
    for (const std::uint64_t place : all) {
      if (place != expected)
        throw Fault{"the unit " + quoted(unit) + " has a page at place " + std::to_string(place) +
                        " where " + std::to_string(expected) + " comes next",
                    "place counts the pages of a unit from 0, each number once"};
      ++expected;
    }
  }
}

// Each unit that choice does not want is left alone.
void expect_left_out(Trial& trial, const CheckSink::Choice& choice, const char* which) {
  Scene scene(trial);
  CheckSink sink(CallKind::kFetch);
  sink.choose(choice);
  fetch_all(scene, sink);
  std::set<std::string> skipped;
  for (const SinkEvent& event : sink.events()) {
    if (event.what == What::kBegin) {
      if (event.verdict != INGEST_UNIT_WANTED) skipped.insert(event.unit);
    } else if (skipped.count(event.unit) != 0 && (event.what == What::kEnd || is_page(event))) {
      throw Fault{
          "fetch " + std::string(event.what == What::kEnd ? "ended" : "emitted a page of") +
              " the unit " + quoted(event.unit) + ", which the host does not want (" + which + ")",
          "on any verdict but INGEST_UNIT_WANTED fetch nothing more of the unit, and do not "
          "end it"};
    }
  }
}

void skipped_units_stay_out(Trial& trial) {
  expect_left_out(
      trial, [](const std::string&) { return INGEST_UNIT_SKIP; }, "it wants none");
  bool wanted = false;
  expect_left_out(
      trial,
      [&wanted](const std::string&) {
        wanted = !wanted;
        return wanted ? INGEST_UNIT_WANTED : INGEST_UNIT_SKIP;
      },
      "it wants every other one");
}

void reports_add_up(Trial& trial) {
  Scene scene(trial);
  CheckSink sink(CallKind::kFetch);
  fetch_all(scene, sink);
  struct Sums {
    std::uint64_t pages = 0;
    std::uint64_t rows = 0;
  };
  std::map<std::string, Sums> sums;
  std::size_t reports = 0;
  for (const SinkEvent& event : sink.events()) {
    Sums& sum = sums[event.unit];
    if (is_page(event)) {
      ++sum.pages;
      sum.rows += event.rows;
    }
    if (event.what != What::kEnd) continue;
    ++reports;
    const std::string which = "the report on the unit " + quoted(event.unit);
    v1::UnitReport report;
    if (!report.ParseFromString(event.payload))
      throw Fault{which + " is no ingest.v1.UnitReport", {}};
    if (report.unit() != event.unit) throw Fault{which + " is about " + quoted(report.unit()), {}};
    if (report.outcome() == v1::UNIT_OUTCOME_UNSPECIFIED ||
        !v1::UnitOutcome_IsValid(report.outcome()))
      throw Fault{which + " gives no outcome", {}};
    if (report.rows_received() != sum.rows || report.pages() != sum.pages)
      throw Fault{which + " says " + std::to_string(report.rows_received()) + " rows in " +
                      std::to_string(report.pages()) + " pages; what came was " +
                      std::to_string(sum.rows) + " in " + std::to_string(sum.pages),
                  "rows_received and pages count what was emitted"};
    if (report.outcome() == v1::UNIT_OUTCOME_COMPLETE && report.has_rows_claimed() &&
        report.rows_claimed() != report.rows_received())
      throw Fault{which + " says complete, with " + std::to_string(report.rows_received()) +
                      " of " + std::to_string(report.rows_claimed()) + " rows",
                  "what is less than the source claims is UNIT_OUTCOME_INCOMPLETE"};
    if (report.outcome() != v1::UNIT_OUTCOME_COMPLETE && report.reason().empty())
      trial.warn(which + " gives no reason for its outcome");
  }
  if (reports == 0) throw Skipped{"fetch ended no unit", {}};
}

void listing_counts_units(Trial& trial) {
  const std::string& noun = trial.subject().details.unit_noun();
  Scene scene(trial);
  CheckSink sink(CallKind::kFetch);
  fetch_all(scene, sink);
  std::uint64_t begun = 0;
  for (const SinkEvent& event : sink.events()) begun += event.what == What::kBegin ? 1 : 0;
  bool found = false;
  for (const SinkEvent& event : sink.of_kind(INGEST_RECORD_LISTING)) {
    v1::Listing listing;
    if (!listing.ParseFromString(event.payload)) continue;  // parses-as-declared-type tells
    if (listing.name() != noun) continue;
    found = true;
    if (listing.unique() != begun)
      throw Fault{"the listing '" + plain_text(noun, 80) + "' counts " +
                      std::to_string(listing.unique()) + ", and fetch began " +
                      std::to_string(begun) + " units",
                  "begin each unit that is listed, wanted or not; unique counts them"};
  }
  if (!found && !noun.empty())
    trial.warn("fetch emitted no listing called '" + plain_text(noun, 80) + "'",
               "without it nobody can tell whether all units came");
}

constexpr std::array kUnitCases = {
    Case{"reads-its-source", "With the check file's answers fetch ends well.", Ready::kInstance,
         reads_its_source},
    Case{"units-are-bracketed", "Each unit is begun, then come its pages, then it is ended, once.",
         Ready::kInstance, units_are_bracketed},
    Case{"places-without-gaps", "The pages of a unit are numbered from 0 without a gap.",
         Ready::kInstance, places_without_gaps},
    Case{"skipped-units-stay-out", "Of a unit that the host does not want comes nothing more.",
         Ready::kInstance, skipped_units_stay_out},
    Case{"reports-add-up", "The report on a unit counts the pages and rows that came.",
         Ready::kInstance, reports_add_up},
    Case{"listing-counts-units", "The listing of its units counts those that fetch began.",
         Ready::kInstance, listing_counts_units},
};

}  // namespace

std::span<const Case> unit_cases() { return kUnitCases; }

}  // namespace ingest::host::conformance
