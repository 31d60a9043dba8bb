// connection_folder.cc - see connection_folder.hpp.
#include "connection_files/connection_folder.hpp"

#include <algorithm>
#include <system_error>

#include "connection/yaml_value.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "storage/private_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 1U << 20U;
constexpr std::size_t kMostFiles = 10'000;

ConnectionFile read_entry(const fs::path& path) {
  ConnectionFile file{path.stem().string(), path, std::nullopt, {}};
  try {
    if (!is_connection_name(file.name))
      throw Failure(ExitStatus::kConfig, "'" + file.name + "' is no name of a connection");
    file.connection = parse_named(connection_text_of(path), path, file.name);
  } catch (const Failure& failure) {
    file.fault = failure.what();
  }
  return file;
}

}  // namespace

std::vector<ConnectionFile> list_connection_files(const fs::path& config_dir) {
  const fs::path folder = connections_folder(config_dir);
  check_private_folder(config_dir);
  check_private_folder(folder);
  std::vector<ConnectionFile> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (entry->path().extension() != ".yaml" || name.front() == '.') continue;
    if (files.size() >= kMostFiles)
      throw Failure(ExitStatus::kConfig, folder.string() + " holds more than " +
                                             std::to_string(kMostFiles) + " connections");
    files.push_back(read_entry(entry->path()));
  }
  if (error && error != std::errc::no_such_file_or_directory)
    throw Failure(ExitStatus::kConfig, "cannot list " + folder.string() + ": " + error.message());
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

fs::path connection_file(const fs::path& config_dir, const std::string& name) {
  if (!is_connection_name(name))
    throw Failure(ExitStatus::kUsage, "'" + plain_text(name, 80) + "' is no name of a connection",
                  "a name holds letters, digits, '-', '_' and '.', at most 64, a letter or digit "
                  "first");
  return connections_folder(config_dir) / (name + ".yaml");
}

fs::path existing_connection_file(const fs::path& config_dir, const std::string& name) {
  const fs::path file = connection_file(config_dir, name);
  if (is_taken(file)) {
    check_private_folder(config_dir);
    check_private_folder(file.parent_path());
    check_private_file(file);
    return file;
  }
  // It says what is near, in the words of all commands; a name that ends in .yaml stays one.
  find_connection(name, config_dir);
  throw Failure(ExitStatus::kConfig,
                "no connection '" + name + "': there is no file " + file.string());
}

bool is_taken(const fs::path& file) {
  std::error_code error;
  return fs::exists(fs::symlink_status(file, error));
}

std::string connection_text_of(const fs::path& file) {
  return read_private_file(file, Secrecy::kPlain, kMostBytes);
}

Connection parse_named(const std::string& text, const fs::path& file, const std::string& name) {
  Connection connection = parse_connection(text, file);
  if (connection.name != name)
    fail_at(file, {}, "the connection in it calls itself '" + connection.name + "'",
            "let 'name' and the file's name be the same");
  return connection;
}

}  // namespace ingest::host
