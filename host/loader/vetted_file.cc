// vetted_file.cc - see vetted_file.hpp.
#include "loader/vetted_file.hpp"

#include <exception>

#include "loader/connector_fault.hpp"
#include "loader/elf_header.hpp"
#include "loader/file_digest.hpp"

namespace ingest::host {

VettedFile VettedFile::open(const std::filesystem::path& file) {
  OpenedFile opened = OpenedFile::open(file);
  static const char* const kStage = "reading the file";
  if (const std::string reason = elf_fault(opened.descriptor()); !reason.empty())
    throw ConnectorFault(opened.path(), kStage, reason,
                         "copy the connector's .so again, built for this machine");
  try {
    std::string digest = file_sha256(opened.descriptor());
    return {std::move(opened), std::move(digest)};
  } catch (const std::runtime_error& e) {
    throw ConnectorFault(opened.path(), kStage, e.what(), "check the disk that it lies on");
  }
}

VettedFile VettedFile::adopt(int descriptor, const std::filesystem::path& path,
                             const std::string& sha256) {
  return {OpenedFile::adopt(descriptor, path), sha256};
}

}  // namespace ingest::host
