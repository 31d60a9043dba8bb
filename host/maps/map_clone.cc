// map_clone.cc - see map_clone.hpp.
#include "maps/map_clone.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <system_error>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/map/transform_map.hpp"
#include "maps/map_head.hpp"
#include "storage/private_folder.hpp"
#include "storage/replaced_file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNameMax = 64;
constexpr std::size_t kTitleMax = 200;
constexpr std::size_t kMapMax = std::size_t{1} << 20U;  // of which a map is read

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

void check_title(const std::string& title) {
  if (title.size() <= kTitleMax && plain_text(title) == title) return;
  throw Failure(ExitStatus::kUsage, "--title takes one line of at most " +
                                        std::to_string(kTitleMax) + " bytes of UTF-8 text");
}

[[noreturn]] void refuse_source(const MapFile& from, const std::string& why) {
  throw Failure(ExitStatus::kConfig,
                "the map " + plain_text(from.origin) +
                    " is not cloned, since it is broken: " + plain_text(why),
                "Put it right first; 'ingest maps validate' says where.");
}

// Whatever is wrong with one is said before there are two.
void check_source(const MapFile& from) {
  if (!from.fault.empty()) refuse_source(from, from.fault);
  try {
    sdk::TransformMap::parse(from.json);
  } catch (const sdk::Error& error) {
    refuse_source(from, error.what());
  }
}

void check_free(const MapCatalogue& catalogue, const std::string& name, const fs::path& file) {
  if (name == "default")
    throw Failure(ExitStatus::kConfig,
                  "no map can be called default: that is how a connection file names the map that "
                  "its connector ships",
                  "Choose another name.");
  const auto& maps = catalogue.maps();
  const auto shipped = std::find_if(maps.begin(), maps.end(), [&name](const MapFile& map) {
    return map.shipped() && map.name == name;
  });
  if (shipped != maps.end())
    throw Failure(ExitStatus::kConfig,
                  name + " is the name of a map that " + plain_text(shipped->origin) +
                      " ships, which would be used instead of yours",
                  "Choose another name.");
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(file, ignored)))
    throw Failure(ExitStatus::kConfig, "there is a map " + name + " already: " + file.string(),
                  "Choose another name, or remove that file first.");
}

boost::json::value without_head(const std::string& json) {
  boost::json::value map = boost::json::parse(json);
  for (const char* key : {"name", "title", "version"}) map.as_object().erase(key);
  return map;
}

// Held against the original: nothing but the head is another.
void check_clone(const MapFile& from, const MapFile& clone, const MapHead& head) {
  if (clone.fault.empty() && clone.name == head.name && clone.title == head.title &&
      clone.version == head.version && without_head(clone.json) == without_head(from.json))
    return;
  throw Failure(ExitStatus::kConfig,
                "the map " + plain_text(from.origin) +
                    " is not cloned: its name, title or version is written in a way that can't be "
                    "edited without touching the rest",
                "Write each of them on a line of its own, such as \"name: " + head.name + "\".");
}

}  // namespace

void check_map_name(std::string_view name) {
  const bool fine =
      !name.empty() && name.size() <= kNameMax && is_alphanumeric(name.front()) &&
      std::all_of(name.begin(), name.end(),
                  [](char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; }) &&
      !is_map_path(name);
  if (fine) return;
  throw Failure(ExitStatus::kUsage, "\"" + plain_text(name, 128) + "\" is no name for a map",
                "A name has at most 64 letters, digits, '-', '_' and '.', starts with a letter or "
                "digit, and does not end in .yaml or .yml.");
}

std::string cloned_text(const MapFile& from, const std::string& name, const std::string& title) {
  check_source(from);
  const MapHead head{name, title, 1};
  std::string text = with_head(from.yaml, head);
  check_clone(from, parse_map_text(text, from.origin), head);
  if (text.size() > kMapMax)
    throw Failure(ExitStatus::kConfig, "the clone would be larger than 1 MiB");
  return text;
}

fs::path clone_map(const MapCatalogue& catalogue, const MapFile& from, const std::string& name,
                   const std::string& title, const fs::path& config_dir) {
  check_map_name(name);
  check_title(title);
  const fs::path folder = maps_folder(config_dir);
  const fs::path file = folder / (name + ".yaml");
  check_free(catalogue, name, file);  // before anything is made
  const std::string text = cloned_text(
      from, name,
      title.empty()
          ? "Clone of " + plain_text(from.name, 128) + " version " + std::to_string(from.version)
          : title);
  make_private_folder(folder);
  const FolderLock lock(folder);
  check_free(catalogue, name, file);
  replace_file(file, text);
  return file;
}

}  // namespace ingest::host
