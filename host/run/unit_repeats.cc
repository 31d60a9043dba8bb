#include "run/unit_repeats.hpp"

#include <algorithm>
#include <unordered_map>

#include "output/segment_reader.hpp"

namespace ingest::host {
namespace {

// The ids that occur twice or more, sorted. Repeats are rare: what follows costs little.
std::vector<RecordId> repeated_ids(std::vector<RecordId> ids) {
  std::sort(ids.begin(), ids.end());
  std::vector<RecordId> repeated;
  for (std::size_t i = 1; i < ids.size(); ++i)
    if (ids[i] == ids[i - 1] && (repeated.empty() || repeated.back() != ids[i]))
      repeated.push_back(ids[i]);
  return repeated;
}

std::uint64_t count_distinct(std::vector<RecordId> ids) {
  std::sort(ids.begin(), ids.end());
  return static_cast<std::uint64_t>(std::unique(ids.begin(), ids.end()) - ids.begin());
}

}  // namespace

UnitRepeats find_repeats(const std::filesystem::path& segment,
                         const std::vector<ChunkIndex>& chunks) {
  UnitRepeats repeats;
  if (chunks.empty()) return repeats;
  const File file = File::open_to_read(segment);

  std::vector<RecordId> finding_ids;
  std::vector<RecordId> asset_ids;
  for (const ChunkIndex& chunk : chunks) {
    const FindingKeys keys = read_finding_keys(file, chunk);
    finding_ids.insert(finding_ids.end(), keys.ids.begin(), keys.ids.end());
    for (const char severity : keys.severities)
      ++repeats.severities.at(static_cast<std::size_t>(severity));
    const std::vector<RecordId> assets = read_asset_ids(file, chunk);
    asset_ids.insert(asset_ids.end(), assets.begin(), assets.end());
  }
  repeats.assets = count_distinct(std::move(asset_ids));
  const std::vector<RecordId> repeated = repeated_ids(std::move(finding_ids));
  if (repeated.empty()) return repeats;

  std::unordered_map<RecordId, std::uint64_t, RecordIdHash> first_place;
  std::uint64_t number = 0;
  for (const ChunkIndex& chunk : chunks) {
    const FindingKeys keys = read_finding_keys(file, chunk);
    for (std::size_t i = 0; i < keys.ids.size(); ++i, ++number) {
      if (!std::binary_search(repeated.begin(), repeated.end(), keys.ids[i])) continue;
      const auto [first, is_first] = first_place.emplace(keys.ids[i], chunk.place);
      if (is_first) continue;
      repeats.dropped.push_back(number);
      --repeats.severities.at(static_cast<std::size_t>(keys.severities[i]));
      if (first->second == chunk.place) continue;
      if (repeats.on_other_pages++ == 0) {
        repeats.first_page = first->second;
        repeats.second_page = chunk.place;
      }
    }
  }
  return repeats;
}

}  // namespace ingest::host
