// connection_save.cc - see connection_save.hpp.
#include "connection_files/connection_save.hpp"

#include <vector>

#include "connection_files/connection_folder.hpp"
#include "diagnostics/failure.hpp"
#include "storage/private_folder.hpp"
#include "storage/replaced_file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

void prepare(const fs::path& folder) {
  make_private_folder(folder.parent_path());
  make_private_folder(folder);
}

}  // namespace

void expect_free(const fs::path& file) {
  if (is_taken(file))
    throw Failure(
        ExitStatus::kConfig,
        "there is a connection '" + file.stem().string() + "' already: " + file.string(),
        "take another name, or change it: ingest connections edit " + file.stem().string());
}

void save_new_connection(const fs::path& file, const std::string& text, const NewSecrets& secrets,
                         SecretStore& store) {
  prepare(file.parent_path());
  const FolderLock lock(file.parent_path());
  expect_free(file);
  std::vector<std::string> added;
  try {
    for (const auto& [name, value] : secrets.all()) {
      store.set(name, value);
      added.push_back(name);
    }
    replace_file(file, text);
  } catch (...) {
    for (const std::string& name : added) {
      try {
        store.remove(name);
      } catch (const Failure&) {  // what went wrong first is what is told
      }
    }
    throw;
  }
}

void save_changed_connection(const fs::path& file, const std::string& before,
                             const std::string& text, const NewSecrets& secrets,
                             SecretStore& store) {
  const FolderLock lock(file.parent_path());
  if (!is_taken(file) || connection_text_of(file) != before)
    throw Failure(ExitStatus::kLocked,
                  file.string() + " was changed by somebody else meanwhile; nothing was saved",
                  "look at it, then do it again");
  for (const auto& [name, value] : secrets.all()) store.set(name, value);
  if (text != before) replace_file(file, text);
}

}  // namespace ingest::host
