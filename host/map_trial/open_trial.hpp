// open_trial.hpp - a map, a connection and a source of pages, ready for the map to be tried. Owned
// by one thread.
#pragma once

#include <filesystem>
#include <ingest/sdk/map/transform_map.hpp>
#include <memory>
#include <optional>
#include <string>

#include "map_trial/trial_source.hpp"
#include "run/open_connection.hpp"

namespace ingest::host {

class OpenTrial {
 public:
  // map stands in for the connection's, see OpenConnection; without one it is the connection's own.
  // recording: empty for the source itself; with one, no credentials are needed. Throws a Failure
  // (kConfig) when the map is invalid or there is none, and what OpenConnection throws.
  OpenTrial(const std::string& connection, const std::optional<std::string>& map,
            const std::filesystem::path& recording, const Surroundings& surroundings);

  OpenConnection& open() noexcept { return open_; }
  const sdk::TransformMap& map() const noexcept { return *map_; }
  TrialSource& source() noexcept { return *source_; }
  // "checkmarx-sca-default version 1", fit to show.
  std::string map_title() const;

 private:
  OpenConnection open_;
  std::optional<sdk::TransformMap> map_;
  std::unique_ptr<TrialSource> source_;
};

}  // namespace ingest::host
