// run_comparison.cc - see run_comparison.hpp.
#include "state/run_comparison.hpp"

#include <algorithm>
#include <compare>
#include <cstring>
#include <string_view>
#include <utility>

#include "output/delimited.hpp"
#include "output/sha256.hpp"
#include "state/finding_facts.hpp"

namespace ingest::host {
namespace {

struct Id {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Id&) const = default;
};

// A finding of the earlier run.
struct Entry {
  Id id;
  std::uint64_t content = 0;
  std::uint32_t severity = 0;
  bool seen = false;  // in the later run
};
static_assert(sizeof(Entry) == 32);

// Half a million of them a step: a vector that doubles would hold three times what it needs.
constexpr std::size_t kStep = std::size_t{1} << 19U;

std::uint64_t eight_bytes(const std::uint8_t* bytes) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

// Hashed, since the files may hold ids of any form.
Id id_of(const std::string& text) {
  const Sha256Digest digest = sha256(text);
  return {eight_bytes(digest.data()), eight_bytes(digest.data() + 8)};
}

std::uint64_t content_of(const std::string& fingerprint) {
  return eight_bytes(sha256(fingerprint).data());
}

template <class Each>
void for_each_finding(const std::filesystem::path& file, Each&& each) {
  DelimitedReader reader(File::open_to_read(file));
  FindingFacts facts;
  std::string_view record;
  while (reader.next(record)) {
    if (!read_facts(record, facts)) reader.corrupt("the bytes are no ingest.v1.Finding");
    each(facts);
  }
}

std::uint64_t records_of(const std::filesystem::path& file) {
  DelimitedReader reader(File::open_to_read(file));
  std::uint64_t records = 0;
  std::string_view record;
  while (reader.next(record)) ++records;
  return records;
}

std::vector<Entry> entries_of(const std::filesystem::path& file) {
  std::vector<Entry> all;
  all.reserve(records_of(file));
  for_each_finding(file, [&](const FindingFacts& facts) {
    if (all.size() == all.capacity()) all.reserve(all.size() + kStep);  // it grew meanwhile
    all.push_back({id_of(facts.id), content_of(facts.fingerprint),
                   static_cast<std::uint32_t>(facts.severity), false});
  });
  std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.id < b.id; });
  return all;
}

void count(FindingGroup& group, std::size_t severity) {
  ++group.count;
  if (severity < group.by_severity.size()) ++group.by_severity[severity];
}

void show(FindingGroup& group, const FindingFacts& facts, std::size_t most) {
  const auto before = [](const FindingExample& a, const FindingExample& b) {
    return a.severity != b.severity ? a.severity > b.severity : a.id < b.id;
  };
  FindingExample example{facts.id, facts.name, facts.severity};
  auto& all = group.examples;
  if (all.size() == most && (most == 0 || !before(example, all.back()))) return;
  all.insert(std::upper_bound(all.begin(), all.end(), example, before), std::move(example));
  if (all.size() > most) all.pop_back();
}

std::vector<Entry>::iterator find(std::vector<Entry>& entries, const Id& id) {
  const auto at =
      std::lower_bound(entries.begin(), entries.end(), id,
                       [](const Entry& entry, const Id& wanted) { return entry.id < wanted; });
  return at != entries.end() && at->id == id ? at : entries.end();
}

}  // namespace

RunComparison compare_findings(const std::filesystem::path& earlier,
                               const std::filesystem::path& later, std::size_t examples) {
  RunComparison result;
  std::vector<Entry> entries = entries_of(earlier);
  for_each_finding(later, [&](const FindingFacts& facts) {
    const auto entry = find(entries, id_of(facts.id));
    if (entry == entries.end()) {
      count(result.fresh, static_cast<std::size_t>(facts.severity));
      show(result.fresh, facts, examples);
      return;
    }
    entry->seen = true;
    if (entry->content == content_of(facts.fingerprint)) {
      ++result.same;
      return;
    }
    count(result.changed, static_cast<std::size_t>(facts.severity));
    show(result.changed, facts, examples);
  });
  for (const Entry& entry : entries)
    if (!entry.seen) count(result.gone, entry.severity);
  if (result.gone.count == 0) return result;
  // Their names are in the file only.
  for_each_finding(earlier, [&](const FindingFacts& facts) {
    const auto entry = find(entries, id_of(facts.id));
    if (entry != entries.end() && !entry->seen) show(result.gone, facts, examples);
  });
  return result;
}

}  // namespace ingest::host
