// reference_users.cc - see reference_users.hpp.
#include "connection/reference_users.hpp"

#include <fstream>
#include <string_view>
#include <system_error>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{1} << 20U;

std::string start_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(kMostBytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

std::string_view start_of(Reference::Kind kind) {
  switch (kind) {
    case Reference::Kind::kEnvironment:
      return "${env:";
    case Reference::Kind::kFile:
      return "${file:";
    default:
      return "${secret:";
  }
}

// As it stands in the text, which need not be YAML at all.
void add_written(std::string_view text, Reference::Kind kind, std::set<std::string>& names) {
  const std::string_view start = start_of(kind);
  for (std::size_t at = text.find(start); at != std::string_view::npos; at = text.find(start, at)) {
    at += start.size();
    const std::size_t end = text.find_first_of("}\n", at);
    if (end == std::string_view::npos) return;
    if (text[end] == '}') names.emplace(text.substr(at, end - at));
  }
}

// As it is meant: YAML has several ways to write a text.
void add_meant(const std::string& text, const fs::path& file, Reference::Kind kind,
               std::set<std::string>& names) {
  try {
    for (const Reference& one : references_of(parse_connection(text, file)))
      if (one.kind == kind) names.insert(one.name);
  } catch (const Failure&) {  // no run reads it
  }
}

}  // namespace

std::map<std::string, std::set<std::string>> reference_users(const fs::path& config_dir,
                                                             Reference::Kind kind) {
  std::map<std::string, std::set<std::string>> users;
  std::error_code error;
  for (fs::directory_iterator entry(connections_folder(config_dir), error), end;
       !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->path().extension() != ".yaml" || !entry->is_regular_file(ignored)) continue;
    const std::string text = start_of(entry->path());
    std::set<std::string> names;
    add_written(text, kind, names);
    add_meant(text, entry->path(), kind, names);
    for (const std::string& name : names) users[name].insert(entry->path().stem().string());
  }
  return users;
}

}  // namespace ingest::host
