// key_source.cc - see key_source.hpp.
#include "secrets/key_source.hpp"

#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

#include "diagnostics/failure.hpp"
#include "storage/private_folder.hpp"
#include "storage/replaced_file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostKeyFile = 4096;

fs::path variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? fs::path() : fs::absolute(value);
}

}  // namespace

KeyPlaces key_places() {
  return {variable("INGEST_MASTER_KEY_FILE"), variable("CREDENTIALS_DIRECTORY")};
}

KeySource key_source(const KeyPlaces& places, const fs::path& folder) {
  if (!places.key_file.empty()) return {KeySource::Kind::kNamedFile, places.key_file};
  if (!places.credentials_folder.empty()) {
    fs::path credential = places.credentials_folder / "ingest-master-key";
    std::error_code ignored;
    // Units have credentials that are not for us.
    if (fs::exists(fs::symlink_status(credential, ignored)))
      return {KeySource::Kind::kCredential, std::move(credential)};
  }
  return {KeySource::Kind::kOwn, folder / "master.key"};
}

MasterKey read_key(const KeySource& source) {
  std::error_code ignored;
  if (!fs::exists(fs::symlink_status(source.file, ignored)))
    throw Failure(
        ExitStatus::kConfig,
        "the master key of the secret store is not there: " + source.file.string() +
            (source.kind == KeySource::Kind::kNamedFile ? ", which INGEST_MASTER_KEY_FILE names"
                                                        : ""),
        source.kind == KeySource::Kind::kNamedFile
            ? "name the file that holds it; a new key: (umask 077; openssl rand -hex 32 >FILE)"
            : "put it back from the backup, or name its file with INGEST_MASTER_KEY_FILE");
  // systemd gives a service the right to read its credentials by an access list, which shows as a
  // right of the group; nobody but root made that folder.
  std::string text = read_private_file(
      source.file, source.kind == KeySource::Kind::kCredential ? Secrecy::kPlain : Secrecy::kSecret,
      kMostKeyFile);
  std::optional<MasterKey> key = MasterKey::parse(text);
  wipe(text);
  if (!key)
    throw Failure(ExitStatus::kConfig,
                  source.file.string() + " holds no master key: 64 hexadecimal digits in one line",
                  "put the right file there; a key for a new store: openssl rand -hex 32");
  return std::move(*key);
}

void write_key(const MasterKey& key, const fs::path& file) {
  replace_file(file, key.text().reveal());
}

}  // namespace ingest::host
