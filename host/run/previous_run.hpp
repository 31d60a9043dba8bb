// previous_run.hpp - a run that found nothing at the source, held against the latest one: a key
// that lost its rights looks like a tenant that lost its projects, and must not close every
// finding. One thread.
#pragma once

#include <ingest/v1/run.pb.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace ingest::host {

// What of a run.json matters here.
struct PreviousRun {
  std::string run_id;
  std::string connector;
  std::string replay_of;
  std::string map;
  std::uint64_t map_version = 0;
  std::string identity_sha256;      // empty as well when an older ingest wrote it
  std::uint64_t units = 0;          // read or not
  std::uint64_t units_skipped = 0;  // beyond a limit or outside a share: they were there as well
  std::uint64_t listed = 0;         // rows of all listings

  std::uint64_t found() const noexcept;  // units that the source had, as far as the run tells
};

// Reads no further than the counts, at most 1 MiB. Throws std::runtime_error with a clause for
// people: "is no JSON".
PreviousRun read_previous_run(const std::filesystem::path& run_json);

// When run asked the source and found no unit at all: adds the problem or warning that this
// deserves to it, and its status. False when it must not become the latest run: because that one
// found some, or read the source where run is a replay. latest is the link to it, which need not
// exist.
bool may_follow(const std::filesystem::path& latest, const std::string& unit_noun, v1::Run& run);

// A sentence when versions are those of a run whose map identifies findings in another way than
// that of the latest run did; else, or when that can't be told, empty.
std::string identity_warning(const std::filesystem::path& latest, const v1::Versions& versions);

// That sentence, for a run and its map in words: "the latest run, X,", "acme version 2".
std::string identity_differs(const std::string& run, const std::string& map,
                             const v1::Versions& versions);

}  // namespace ingest::host
