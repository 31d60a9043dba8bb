// connector_rules.cc - see connector_rules.hpp.
#include "vetting/connector_rules.hpp"

#include <algorithm>
#include <cctype>
#include <system_error>

#include "connection/yaml_value.hpp"
#include "diagnostics/failure.hpp"
#include "loader/file_ownership.hpp"
#include "storage/private_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = 1U << 20U;
constexpr std::size_t kMostItems = 4096;
constexpr std::size_t kDigestLength = 64;

std::vector<YamlValue> items_of(const YamlValue& value) {
  std::vector<YamlValue> items = value.list();
  if (items.size() > kMostItems)
    value.fail("has more than " + std::to_string(kMostItems) + " entries");
  return items;
}

std::string read_digest(const YamlValue& value) {
  std::string text = value.text();
  const auto is_hex = [](unsigned char c) { return std::isxdigit(c) != 0; };
  if (text.size() != kDigestLength || !std::all_of(text.begin(), text.end(), is_hex))
    value.fail("must be a SHA-256 of 64 hexadecimal digits",
               "'sha256sum FILE.so' prints it, and so does 'ingest plugins list --format json'");
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

MinisignKey read_key(const YamlValue& value) {
  const auto key = MinisignKey::parse(value.text());
  if (!key)
    value.fail("must be a public key of minisign",
               "it is the second line of its .pub file, and begins with RW");
  return *key;
}

std::string read_library(const YamlValue& value) {
  std::string text = value.text();
  if (text.find('/') != std::string::npos || text.find(".so") == std::string::npos)
    value.fail("must be a library's name as 'readelf -d FILE.so' shows it under NEEDED",
               "for example libz.so.1, without a folder");
  return text;
}

bool read_trust(const YamlValue& value) {
  const std::string text = value.text();
  if (text != "any" && text != "listed")
    value.fail("must be any or listed, not '" + text + "'",
               "listed: only connectors in allowed_sha256, or signed by one of public_keys");
  return text == "listed";
}

ConnectorRules parse(const std::string& text, const fs::path& file) {
  ConnectorRules rules;
  rules.file = file;
  const YamlValue document = YamlValue::parse(text, file);
  bool kind_stated = false;
  for (const YamlValue& value :
       document.members({"kind", "trust", "allowed_sha256", "public_keys", "allowed_libraries"})) {
    if (value.key() == "kind") {
      kind_stated = true;
      if (value.text() != "connectors")
        value.fail("must be connectors", "rules for connections stand in files of their own");
    } else if (value.key() == "trust") {
      rules.listed_only = read_trust(value);
    } else if (value.key() == "allowed_sha256") {
      for (const YamlValue& item : items_of(value)) rules.allowed_sha256.insert(read_digest(item));
    } else if (value.key() == "public_keys") {
      for (const YamlValue& item : items_of(value)) rules.public_keys.push_back(read_key(item));
    } else {
      for (const YamlValue& item : items_of(value))
        rules.files.libraries.push_back(read_library(item));
    }
  }
  if (!kind_stated) document.fail("lacks 'kind: connectors'");
  return rules;
}

}  // namespace

ConnectorRules read_connector_rules(const fs::path& config_dir) {
  const fs::path file = config_dir / "connectors.yaml";
  check_private_folder(config_dir);
  std::error_code error;
  if (!fs::exists(fs::symlink_status(file, error))) {
    ConnectorRules none;
    none.file = file;
    return none;
  }
  File opened = open_private_file(file, Secrecy::kPlain);
  ConnectorRules rules = parse(read_whole(opened, kLargestFile), file);
  // Who can write here decides what ingest runs. With trust: any, whoever can write to the
  // connector folders does already.
  if (rules.listed_only || !rules.files.libraries.empty())
    if (const auto fault =
            ownership_fault(fs::absolute(file), opened.descriptor(), rules.files.owners))
      throw Failure(ExitStatus::kConfig, file.string() + " is not used: " + fault->reason,
                    fault->hint);
  return rules;
}

}  // namespace ingest::host
