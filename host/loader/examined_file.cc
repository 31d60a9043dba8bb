// examined_file.cc - see examined_file.hpp.
#include "loader/examined_file.hpp"

#include "loader/elf_rules.hpp"
#include "loader/file_ownership.hpp"

namespace ingest::host {

ExaminedFile examine_file(const std::filesystem::path& file, const FileRules& rules) {
  ExaminedFile examined{OpenedFile::open(file), {}};
  const std::filesystem::path& path = examined.file.path();
  // The name as given: links lie on its way that the canonical name no longer shows.
  if (const auto fault = ownership_fault(std::filesystem::absolute(file),
                                         examined.file.descriptor(), rules.owners))
    throw ownership_refusal(examined.file, *fault);
  if (const std::string reason = read_elf_facts(examined.file.descriptor(), examined.facts);
      !reason.empty())
    throw ConnectorFault(path, "reading its headers", reason,
                         "copy the connector's .so again, built for this machine");
  if (const auto fault = rule_fault(examined.facts, rules))
    throw ConnectorFault(path, "reading its headers", fault->reason, fault->hint);
  return examined;
}

ConnectorFault ownership_refusal(const OpenedFile& file, const FileFault& fault) {
  return {file.path(), "looking at who can change it", fault.reason, fault.hint};
}

}  // namespace ingest::host
