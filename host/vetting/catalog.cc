// catalog.cc - see catalog.hpp.
#include "vetting/catalog.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>

#include "diagnostics/failure.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

// ID.so before others of its folder; otherwise the order in which they were found.
bool preferred(const Probe& probe) { return probe.file.stem() == probe.details.id(); }

void mark_hidden(std::vector<CatalogEntry>& entries) {
  std::map<std::string, const CatalogEntry*> winners;
  for (const CatalogEntry& entry : entries) {
    if (!entry.probe.ok) continue;
    const CatalogEntry*& winner = winners[entry.probe.details.id()];
    if (winner == nullptr || (winner->probe.file.parent_path() == entry.probe.file.parent_path() &&
                              !preferred(winner->probe) && preferred(entry.probe)))
      winner = &entry;
  }
  for (CatalogEntry& entry : entries) {
    if (!entry.probe.ok) continue;
    const CatalogEntry* winner = winners[entry.probe.details.id()];
    if (winner != &entry) entry.hidden_by = winner->probe.file;
  }
}

std::vector<Probe> probe_all_but(const ConnectorSearch& search, const PluginFolder& folder,
                                 const fs::path& done) {
  std::vector<fs::path> files = connector_files(folder.path);
  std::erase(files, done);
  return probe(search.program, files, search.limits);
}

FoundConnector found(const Probe& probe) { return {VettedFile::open(probe.file), probe}; }

[[noreturn]] void fail_unknown(std::string_view id, const std::vector<PluginFolder>& folders,
                               const std::set<std::string>& known) {
  std::vector<std::string> places;
  for (const PluginFolder& folder : folders) places.push_back(folder.path.string());
  const std::string close = suggestion(id, std::vector<std::string>(known.begin(), known.end()));
  throw Failure(ExitStatus::kConfig,
                "no connector '" + std::string(id) + "' in " + joined(places) +
                    (close.empty() ? "" : "; " + close),
                "'ingest plugins list' shows what is there; --plugin-dir adds a folder");
}

}  // namespace

std::vector<CatalogEntry> list_connectors(const ConnectorSearch& search) {
  std::vector<fs::path> files;
  std::vector<CatalogEntry> entries;
  for (const PluginFolder& folder : search.folders)
    for (const fs::path& file : connector_files(folder.path)) {
      files.push_back(file);
      entries.push_back({{}, folder.origin, {}});
    }
  std::vector<Probe> probes = probe(search.program, files, search.limits);
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i].probe = std::move(probes[i]);
  mark_hidden(entries);
  return entries;
}

// Looks at as few files as it can: one broken file in a folder must not slow each run down.
FoundConnector find_connector(std::string_view id, const ConnectorSearch& search) {
  std::set<std::string> known;
  const Probe* broken = nullptr;
  std::vector<Probe> named;
  named.reserve(search.folders.size());
  for (const PluginFolder& folder : search.folders) {
    fs::path own = folder.path / (std::string(id) + ".so");
    std::error_code error;
    // An id that is no plain file name stands for no file.
    if (own.parent_path() == folder.path && fs::exists(own, error)) {
      named.push_back(std::move(probe(search.program, {own}, search.limits).front()));
      const Probe& result = named.back();
      if (result.ok && result.details.id() == id) return found(result);
      if (result.ok) known.insert(result.details.id());
      if (!result.ok && broken == nullptr) broken = &result;
    } else {
      own.clear();
    }
    for (const Probe& result : probe_all_but(search, folder, own)) {
      if (!result.ok) continue;
      if (result.details.id() == id) return found(result);
      known.insert(result.details.id());
    }
  }
  if (broken != nullptr)
    throw Failure(ExitStatus::kConnector,
                  "connector " + broken->file.string() + " is broken: " + broken->reason,
                  "'ingest plugins list' shows all that is there, with the reasons");
  fail_unknown(id, search.folders, known);
}

ConnectorLibrary& load_connector(std::string_view id, const ConnectorSearch& search) {
  return ConnectorLibrary::load(find_connector(id, search).file);
}

}  // namespace ingest::host
