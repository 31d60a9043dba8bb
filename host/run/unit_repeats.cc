#include "run/unit_repeats.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "output/segment_reader.hpp"

namespace ingest::host {
namespace {

// The first half of an id, which is a hash itself.
std::uint64_t head_of(const RecordId& id) {
  std::uint64_t head = 0;
  std::memcpy(&head, id.bytes.data(), sizeof(head));
  return head;
}

// Those that occur twice or more, sorted. Repeats are rare: what follows costs little.
std::vector<std::uint64_t> repeated(std::vector<std::uint64_t> heads) {
  std::sort(heads.begin(), heads.end());
  std::vector<std::uint64_t> again;
  for (std::size_t i = 1; i < heads.size(); ++i)
    if (heads[i] == heads[i - 1] && (again.empty() || again.back() != heads[i]))
      again.push_back(heads[i]);
  return again;
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

  std::vector<std::uint64_t> heads;
  std::vector<RecordId> asset_ids;
  std::uint64_t findings = 0;
  for (const ChunkIndex& chunk : chunks) findings += chunk.findings;
  heads.reserve(findings);
  for (const ChunkIndex& chunk : chunks) {
    const FindingKeys keys = read_finding_keys(file, chunk);
    for (const RecordId& id : keys.ids) heads.push_back(head_of(id));
    for (const char severity : keys.severities)
      ++repeats.severities.at(static_cast<std::size_t>(severity));
    const std::vector<RecordId> assets = read_asset_ids(file, chunk);
    asset_ids.insert(asset_ids.end(), assets.begin(), assets.end());
  }
  repeats.assets = count_distinct(std::move(asset_ids));
  const std::vector<std::uint64_t> again = repeated(std::move(heads));
  if (again.empty()) return repeats;

  std::unordered_map<RecordId, std::uint64_t, RecordIdHash> first_place;
  std::uint64_t number = 0;
  for (const ChunkIndex& chunk : chunks) {
    const FindingKeys keys = read_finding_keys(file, chunk);
    for (std::size_t i = 0; i < keys.ids.size(); ++i, ++number) {
      if (!std::binary_search(again.begin(), again.end(), head_of(keys.ids[i]))) continue;
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
