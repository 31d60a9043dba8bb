// project_files.cc - see project_files.hpp.
#include "scaffold/project_files.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <system_error>
#include <utility>

#include "diagnostics/failure.hpp"
#include "output/file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestFile = 1U << 20U;
constexpr std::size_t kMostFiles = 200;

std::string whole_text(const fs::path& path) {
  File file = File::open_to_read(path);
  const std::uint64_t size = file.size();
  if (size > kLargestFile)
    throw Failure(ExitStatus::kConfig,
                  "the template file " + path.string() + " has " + std::to_string(size) + " bytes",
                  "install the SDK (package libingest-dev) anew");
  std::string text(size, '\0');
  file.read_at(text.data(), text.size(), 0);
  return text;
}

// A name that starts with a dot is easily left out by tools; the template has "dot-gitignore".
fs::path unhidden(const fs::path& path) {
  constexpr std::string_view kDot = "dot-";
  const std::string name = path.filename().string();
  if (name.rfind(kDot, 0) != 0) return path;
  return path.parent_path() / ("." + name.substr(kDot.size()));
}

void add_folder(const fs::path& folder, const fs::path& place, const ConnectorName& name,
                std::vector<ProjectFile>& files) {
  std::error_code error;
  fs::recursive_directory_iterator entries(folder, error);
  for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
    if (!entries->is_regular_file()) continue;
    if (files.size() == kMostFiles)
      throw Failure(ExitStatus::kConfig,
                    "the template in " + folder.string() + " has more than " +
                        std::to_string(kMostFiles) + " files",
                    "install the SDK (package libingest-dev) anew");
    const fs::path relative = entries->path().lexically_relative(folder);
    files.push_back({place / filled_in(unhidden(relative).string(), name),
                     filled_in(whole_text(entries->path()), name)});
  }
  if (error)
    throw Failure(ExitStatus::kConfig,
                  "the template in " + folder.string() + " can't be read: " + error.message(),
                  "templates come with the SDK: install the package libingest-dev, or all of "
                  "ingest with \"cmake --install\"");
}

}  // namespace

const std::vector<Language>& languages() {
  static const std::vector<Language> all = {
      {"cpp", "C++", "", "",
       "cmake -B build && cmake --build build\n"
       "ctest --test-dir build --output-on-failure\n"
       "ingest plugins check build/connectors/@NAME@.so\n"},
      {"c", "C", "c", "support",
       "make\n"
       "make test\n"
       "ingest plugins check ./@NAME@.so\n"},
      {"rust", "Rust", "rust", "src/ingest",
       "cargo build --release --offline && cp target/release/lib@SNAKE@.so @NAME@.so\n"
       "python3 test.py ./@NAME@.so\n"
       "ingest plugins check ./@NAME@.so\n"},
  };
  return all;
}

fs::path kit_folder(const fs::path& program) {
  return program.parent_path().parent_path() / "share" / "ingest";
}

std::vector<ProjectFile> project_files(const fs::path& kit, const Language& language,
                                       const ConnectorName& name) {
  std::vector<ProjectFile> files;
  add_folder(kit / "template" / "common", {}, name, files);
  add_folder(kit / "template" / language.name, {}, name, files);
  if (!language.sources.empty()) add_folder(kit / language.sources, language.place, name, files);
  std::sort(files.begin(), files.end(),
            [](const ProjectFile& a, const ProjectFile& b) { return a.path < b.path; });
  return files;
}

std::string filled_in(std::string_view text, const ConnectorName& name) {
  const std::array<std::pair<std::string_view, std::string_view>, 3> marks = {
      {{"@NAME@", name.id}, {"@SNAKE@", name.snake}, {"@TITLE@", name.title}}};
  std::string out;
  while (!text.empty()) {
    const auto mark = std::find_if(marks.begin(), marks.end(), [&](const auto& candidate) {
      return text.substr(0, candidate.first.size()) == candidate.first;
    });
    if (mark != marks.end()) {
      out += mark->second;
      text.remove_prefix(mark->first.size());
    } else {
      const std::size_t next = std::min(text.find('@', 1), text.size());
      out += text.substr(0, next);
      text.remove_prefix(next);
    }
  }
  return out;
}

}  // namespace ingest::host
