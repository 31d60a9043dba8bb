// yaml_value.hpp - a YAML document read strictly: every value knows its name and place, and
// whatever is wrong with it is thrown as "file:line:column: ...". One thread.
#pragma once

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "connection/connection.hpp"

namespace ingest::host {

class YamlValue {
 public:
  // The one document of text. Throws Failure (kConfig).
  static YamlValue parse(const std::string& text, const std::filesystem::path& file);

  const std::string& name() const noexcept { return name_; }  // "http.timeout"
  Place place() const noexcept { return place_; }
  bool is_null() const { return node_.IsNull(); }
  bool is_scalar() const { return node_.IsScalar(); }

  // A scalar, not empty, without control characters.
  std::string text() const;
  // The members of a mapping that have a value. A key that is not known or comes twice is an error;
  // with no names given, all are known.
  std::vector<YamlValue> members(const std::vector<std::string>& known = {}) const;
  std::vector<YamlValue> list() const;
  const std::string& key() const noexcept { return key_; }

  [[noreturn]] void fail(const std::string& what, const std::string& hint = {}) const;

 private:
  YamlValue(YAML::Node node, std::shared_ptr<const std::filesystem::path> file, std::string key,
            std::string name, Place place)
      : node_(std::move(node)),
        file_(std::move(file)),
        key_(std::move(key)),
        name_(std::move(name)),
        place_(place) {}
  [[noreturn]] void fail_at(Place place, const std::string& what, const std::string& hint) const;

  YAML::Node node_;
  std::shared_ptr<const std::filesystem::path> file_;
  std::string key_;
  std::string name_;
  Place place_;
};

// Throws Failure (kConfig): "acme.yaml:3:5: ...".
[[noreturn]] void fail_at(const std::filesystem::path& file, Place place, const std::string& what,
                          const std::string& hint = {});

}  // namespace ingest::host
