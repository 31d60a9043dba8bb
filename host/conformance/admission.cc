// admission.cc - see admission.hpp.
#include "conformance/admission.hpp"

#include <stdexcept>
#include <utility>

#include "loader/connector_fault.hpp"
#include "loader/examined_file.hpp"
#include "loader/vetted_file.hpp"
#include "vetting/connector_rules.hpp"
#include "vetting/trust.hpp"

namespace ingest::host::conformance {
namespace {

namespace fs = std::filesystem;

OpenedFile vouched_for(const fs::path& file, const ConnectorRules& rules) {
  OpenedFile opened = std::move(examine_file(file, rules.files).file);
  establish_trust(opened, digest_of(opened), rules);
  return opened;
}

}  // namespace

Admission admit(const fs::path& file, NamedBy named, const fs::path& config_dir) {
  std::error_code error;
  if (!fs::exists(file, error))
    throw Failure(ExitStatus::kConfig, "there is no file " + file.string(),
                  "name the connector's .so file");
  const ConnectorRules rules = read_connector_rules(config_dir);
  if (rules.listed_only) return {vouched_for(file, rules), true, {}, {}};
  Admission admission{OpenedFile::open(file), false, {}, {}};
  const auto fault = ownership_fault(file, admission.file.descriptor(), rules.files.owners);
  if (!fault) return admission;
  if (named == NamedBy::kId) throw ownership_refusal(admission.file, *fault);
  admission.warning = fault->reason;
  admission.hint = fault->hint;
  return admission;
}

}  // namespace ingest::host::conformance
