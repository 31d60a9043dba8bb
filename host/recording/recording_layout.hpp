// recording_layout.hpp - where things lie in the folder of a recording, and how large they may be.
// What is read may come from a stranger: names of files are ours, never the recording's.
// [thread-safe]
//
//   DIR/manifest.json          ingest.v1.Recording; replaced in one step when the recording is
//   whole
//       map.json               the map as the connector received it
//       units.binpb.gz         length-delimited ingest.v1.RecordedUnit, in the order in which they
//       ended units/<...>.binpb.gz   length-delimited ingest.v1.SourcePage of one unit, in any
//       order
//
// A .gz file is a sequence of gzip members, one a record, so that it can grow while it is written
// and any tool reads it.
#pragma once

#include <ingest/connector.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "output/file.hpp"

namespace ingest::host {

inline constexpr std::uint32_t kRecordingFormat = 1;
inline constexpr std::size_t kManifestMax = std::size_t{4} << 20U;
inline constexpr std::size_t kUnitRecordMax = std::size_t{2} << 20U;
inline constexpr std::size_t kPageRecordMax =
    std::size_t{INGEST_PAYLOAD_MAX} + INGEST_CONTEXT_MAX + (std::size_t{64} << 10U);
inline constexpr std::uint64_t kPagesOfUnitMax = 10'000'000;
inline constexpr std::uint64_t kRowsOfPageMax = 1'000'000'000;

std::filesystem::path manifest_of(const std::filesystem::path& recording);
std::filesystem::path map_of(const std::filesystem::path& recording);
std::filesystem::path unit_index_of(const std::filesystem::path& recording);
std::filesystem::path pages_of(const std::filesystem::path& recording, std::string_view unit);

// A regular file and no link to one; must not exist yet when it is made, and is only ours to read
// then. All throw a Failure.
File open_recorded(const std::filesystem::path& path);
File create_private(const std::filesystem::path& path);
File open_private_to_append(const std::filesystem::path& path);  // made when absent

}  // namespace ingest::host
