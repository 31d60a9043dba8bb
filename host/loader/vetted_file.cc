// vetted_file.cc - see vetted_file.hpp.
#include "loader/vetted_file.hpp"

#include <stdexcept>

#include "loader/connector_fault.hpp"
#include "loader/examined_file.hpp"
#include "loader/file_digest.hpp"

namespace ingest::host {

VettedFile VettedFile::open(const std::filesystem::path& file, const FileRules& rules) {
  OpenedFile opened = std::move(examine_file(file, rules).file);
  std::string digest = digest_of(opened);
  return {std::move(opened), std::move(digest)};
}

VettedFile VettedFile::adopt(int descriptor, const std::filesystem::path& path,
                             const std::string& sha256) {
  return {OpenedFile::adopt(descriptor, path), sha256};
}

std::string digest_of(const OpenedFile& file) {
  try {
    return file_sha256(file.descriptor());
  } catch (const std::runtime_error& e) {
    throw ConnectorFault(file.path(), "reading the file", e.what(),
                         "check the disk that it lies on");
  }
}

}  // namespace ingest::host
