// yaml_edit.hpp - one value of a YAML file changed in its text, so that comments, order and
// spelling of everything else stay. Pure, thread-safe.
//
// What comes out is read again and held against what went in: it says the same apart from the
// change, or the change is refused. Block scalars, anchors and values over several lines are left
// to an editor.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ingest::host {

struct YamlChange {
  std::vector<std::string> path;    // {"config", "region"}: one key or two
  std::optional<std::string> yaml;  // on one line; nothing: the key goes
};

// text is a connection file that reads well. A key that is not there is added at the end of its
// section; one that is not there need not be removed. Throws a Failure (kConfig) that names the
// key.
std::string edited_yaml(const std::string& text, const YamlChange& change,
                        const std::filesystem::path& file);

}  // namespace ingest::host
