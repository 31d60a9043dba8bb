// open_trial.cc - see open_trial.hpp.
#include "map_trial/open_trial.hpp"

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "ingest/sdk/connector.hpp"

namespace ingest::host {

OpenTrial::OpenTrial(const std::string& connection, const std::optional<std::string>& map,
                     const std::filesystem::path& recording, const Surroundings& surroundings)
    : open_(connection, surroundings, recording.empty() ? Purpose::kTrial : Purpose::kReplay, map) {
  if (open_.map().name.empty())
    throw Failure(ExitStatus::kConfig,
                  "the connector " + open_.library().id() + " maps without a transform map",
                  "There is nothing to try: what it makes of its rows is its own.");
  try {
    map_ = sdk::TransformMap::parse(open_.map().json);
  } catch (const sdk::Error& error) {
    throw Failure(ExitStatus::kConfig, "the map " + plain_text(open_.map().name, 128) +
                                           " is invalid: " + plain_text(error.what()));
  }
  if (recording.empty())
    source_ = std::make_unique<LiveSource>(open_);
  else
    source_ = std::make_unique<RecordedSource>(recording, open_);
}

std::string OpenTrial::map_title() const {
  return plain_text(map_->name(), 128) + " version " + std::to_string(map_->version());
}

}  // namespace ingest::host
