// inspection.cc - see inspection.hpp.
#include "vetting/inspection.hpp"

#include <string>
#include <utility>

#include "loader/connector_fault.hpp"
#include "loader/elf_rules.hpp"
#include "loader/examined_file.hpp"
#include "loader/vetted_file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

void take_over(Inspection& inspection, const Probe& probe) {
  fs::path named = std::move(inspection.probe.file);
  inspection.probe = probe;
  inspection.probe.file = std::move(named);
}

}  // namespace

Inspector::Inspector(const fs::path& program, const fs::path& config_dir, const fs::path& state_dir,
                     const ProbeLimits& limits)
    : program_(program),
      limits_(limits),
      rules_(read_connector_rules(config_dir)),
      memory_(state_dir, program) {}

bool Inspector::inspect_without_probe(Inspection& inspection, Scrutiny scrutiny) {
  ExaminedFile examined = examine_file(inspection.probe.file, rules_.files);
  inspection.abi_majors = examined.facts.abi_majors;
  inspection.abi_major = chosen_major(examined.facts.abi_majors);
  OpenedFile& file = examined.file;
  const RememberedVerdict* known = memory_.find(file.path(), file.stamp());
  // A digest that was not taken now vouches for nothing but a place in a list, and a signature only
  // with the content.
  const bool glance = scrutiny == Scrutiny::kGlance && known != nullptr &&
                      (!rules_.listed_only || rules_.allowed_sha256.contains(known->probe.sha256));
  std::string sha256 = glance ? known->probe.sha256 : digest_of(file);
  inspection.probe.sha256 = sha256;
  inspection.trust = establish_trust(file, sha256, rules_);
  if (known != nullptr && known->probe.sha256 == sha256) {
    take_over(inspection, known->probe);
    inspection.remembered = true;
  }
  inspection.file.emplace(std::move(file), std::move(sha256));
  return !inspection.remembered;
}

std::vector<Inspection> Inspector::inspect(const std::vector<fs::path>& files, Scrutiny scrutiny) {
  std::vector<Inspection> all(files.size());
  ProbeQueue queue(program_, limits_);
  for (std::size_t i = 0; i < files.size(); ++i) {
    Inspection& one = all[i];
    one.probe.file = files[i];
    try {
      if (inspect_without_probe(one, scrutiny)) queue.add(i, *one.file);
    } catch (const ConnectorFault& fault) {
      one.probe.reason = fault.reason();
      one.probe.hint = fault.hint();
    }
  }
  for (auto& [index, probe] : queue.finish()) {
    Inspection& one = all[index];
    if (probe.lasting) memory_.keep(one.file->path(), one.file->stamp(), probe);
    take_over(one, probe);
  }
  for (Inspection& one : all)
    if (scrutiny == Scrutiny::kGlance || !one.probe.ok) one.file.reset();
  memory_.save();
  return all;
}

void Inspector::forget(const fs::path& file) {
  std::error_code error;
  const fs::path canonical = fs::canonical(file, error);
  memory_.forget(error ? fs::absolute(file) : canonical);
}

}  // namespace ingest::host
