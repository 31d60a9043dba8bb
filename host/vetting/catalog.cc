// catalog.cc - see catalog.hpp.
#include "vetting/catalog.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

Inspector inspector(const ConnectorSearch& search) {
  return {search.program, search.config_dir, search.state_dir, search.limits};
}

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

std::vector<CatalogEntry> list_with(Inspector& inspector, const ConnectorSearch& search) {
  std::vector<fs::path> files;
  std::vector<CatalogEntry> entries;
  for (const PluginFolder& folder : search.folders)
    for (const fs::path& file : connector_files(folder.path)) {
      files.push_back(file);
      entries.emplace_back().origin = folder.origin;
    }
  std::vector<Inspection> inspections = inspector.inspect(files, Scrutiny::kGlance);
  for (std::size_t i = 0; i < entries.size(); ++i)
    static_cast<Inspection&>(entries[i]) = std::move(inspections[i]);
  mark_hidden(entries);
  return entries;
}

// In full, when the file offers the id. Else known learns what it offers, and broken why it can't.
std::optional<FoundConnector> offered(Inspector& inspector, const fs::path& file,
                                      std::string_view id, std::set<std::string>& known,
                                      std::optional<Probe>& broken) {
  Inspection one = std::move(inspector.inspect({file}, Scrutiny::kFull).front());
  if (!one.probe.ok) {
    if (!broken) broken = std::move(one.probe);
    return std::nullopt;
  }
  if (one.probe.details.id() == id)
    return FoundConnector{std::move(*one.file), std::move(one.probe)};
  known.insert(one.probe.details.id());
  return std::nullopt;
}

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
  Inspector with = inspector(search);
  return list_with(with, search);
}

std::vector<CatalogEntry> retry_connectors(const std::string& name, const ConnectorSearch& search) {
  Inspector with = inspector(search);
  std::vector<fs::path> files;
  std::vector<CatalogEntry> entries;
  if (name.find('/') != std::string::npos || fs::path(name).extension() == ".so") {
    files.push_back(fs::absolute(name));
    entries.emplace_back();
  } else {
    std::vector<std::string> known;
    for (CatalogEntry& entry : list_with(with, search)) {
      const std::string stem = entry.probe.file.stem().string();
      known.push_back(entry.probe.ok ? entry.probe.details.id() : stem);
      if (stem != name && known.back() != name) continue;
      files.push_back(entry.probe.file);
      entries.push_back(std::move(entry));
    }
    if (files.empty())
      throw Failure(ExitStatus::kConfig, "there is no connector \"" + plain_text(name, 64) + "\"",
                    suggestion(name, known));
  }
  for (const fs::path& file : files) with.forget(file);
  std::vector<Inspection> inspections = with.inspect(files, Scrutiny::kFull);
  for (std::size_t i = 0; i < entries.size(); ++i)
    static_cast<Inspection&>(entries[i]) = std::move(inspections[i]);
  return entries;
}

// Looks at as few files as it can: one broken file in a folder must not slow each run down.
FoundConnector find_connector(std::string_view id, const ConnectorSearch& search) {
  Inspector with = inspector(search);
  std::set<std::string> known;
  std::optional<Probe> broken;   // of the first file named after the id
  std::optional<Probe> ignored;  // of others
  for (const PluginFolder& folder : search.folders) {
    fs::path own = folder.path / (std::string(id) + ".so");
    std::error_code error;
    // An id that is no plain file name stands for no file.
    if (own.parent_path() == folder.path && fs::exists(own, error)) {
      if (auto found = offered(with, own, id, known, broken)) return std::move(*found);
    } else {
      own.clear();
    }
    std::vector<fs::path> others = connector_files(folder.path);
    std::erase(others, own);
    for (const Inspection& other : with.inspect(others, Scrutiny::kGlance)) {
      if (!other.probe.ok) continue;
      known.insert(other.probe.details.id());
      if (other.probe.details.id() != id) continue;
      if (auto found = offered(with, other.probe.file, id, known, ignored))
        return std::move(*found);
    }
  }
  if (broken)
    throw Failure(ExitStatus::kConnector,
                  "connector " + broken->file.string() + " is broken: " + broken->reason,
                  broken->hint.empty()
                      ? "'ingest plugins list' shows all that is there, with the reasons"
                      : broken->hint);
  fail_unknown(id, search.folders, known);
}

ConnectorLibrary& load_connector(std::string_view id, const ConnectorSearch& search) {
  return ConnectorLibrary::load(find_connector(id, search).file);
}

}  // namespace ingest::host
