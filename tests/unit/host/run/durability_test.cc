// What is on disk when: a power loss may come at any instant, and takes whatever was not synced.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "../output/disk_events.hpp"
#include "run_fixture.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

class Durability : public RunTest {
 protected:
  // The events of a run of some units, with paths relative to the connection's folder; run ids and
  // names of segments are left out.
  std::vector<std::string> events_of_a_run() {
    take_disk_events();
    request_.workers = 1;
    request_.checkpointed = [last = ~std::uint64_t{0}](std::uint64_t kept, std::uint64_t) mutable {
      if (kept != std::exchange(last, kept)) note_disk_event("kept " + std::to_string(kept));
    };
    run_id_ = run([](Fetch& fetch) {
                note_disk_event("fetch");
                for (const char* unit : {"a", "b", "c"})
                  fetch.unit(unit, std::string("A ") + unit + "\n", 0);
              }).run.run_id();
    std::vector<std::string> events = take_disk_events();
    for (std::string& event : events) {
      replace(event, connection_folder().string() + "/", "");
      replace(event, connection_folder().string(), ".");
      replace(event, run_id_, "RUN");
      const std::size_t segment = event.find("segments/");
      if (segment != std::string::npos) event.resize(segment + 9);
    }
    return events;
  }
  static void replace(std::string& text, const std::string& what, const std::string& by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at))
      text.replace(at, what.size(), by);
  }
  static std::ptrdiff_t at(const std::vector<std::string>& events, const std::string& event) {
    const auto found = std::find(events.begin(), events.end(), event);
    EXPECT_NE(found, events.end()) << event;
    return found - events.begin();
  }
  std::string run_id_;
};

TEST_F(Durability, TheManifestIsThereBeforeTheFirstPage) {
  const auto events = events_of_a_run();
  const auto fetch = at(events, "fetch");
  EXPECT_LT(at(events, "fsync .partial/RUN/manifest.json"), fetch);
  EXPECT_LT(at(events, "fsync .partial/RUN"), fetch);
  EXPECT_LT(at(events, "fsync .partial"), fetch);
  EXPECT_LT(at(events, "fsync ."), fetch);
}

TEST_F(Durability, AUnitCountsWhenItsFileAndItsEntryAreOnDisk) {
  std::uint64_t files = 0;
  bool entries = false;
  std::uint64_t told = 0;
  for (const std::string& event : events_of_a_run()) {
    if (event == "fsync .partial/RUN/segments/") {
      ++files;
      entries = false;
    } else if (event == "fsync .partial/RUN/segments") {
      entries = true;
    } else if (event.starts_with("kept ")) {
      told = std::stoull(event.substr(5));
      EXPECT_LE(told, files);
      EXPECT_TRUE(entries || told == 0);
    }
  }
  EXPECT_EQ(told, 3U);
}

TEST_F(Durability, TheCommitIsInOrder) {
  const auto events = events_of_a_run();
  const auto commit = at(events, "rename .partial/RUN/run RUN");
  for (const char* before :
       {"fsync .partial/RUN/run/assets.binpb", "fsync .partial/RUN/run/findings.binpb",
        "fsync .partial/RUN/run/run.json", "fsync .partial/RUN/run"})
    EXPECT_LT(at(events, before), commit) << before;
  EXPECT_LT(at(events, "fsync .partial/RUN/run/run.json"), at(events, "fsync .partial/RUN/run"));
  EXPECT_EQ(std::vector<std::string>(events.begin() + commit + 1, events.end()),
            (std::vector<std::string>{"fsync .", "rename .latest.new latest", "fsync ."}));
}

}  // namespace
}  // namespace ingest::host
