// connection_candidate.cc - see connection_candidate.hpp.
#include "cli/connection_candidate.hpp"

#include "cli/connection_checks.hpp"
#include "cli/expiry_notice.hpp"
#include "cli/run_execution.hpp"
#include "connection/credential_expiry.hpp"
#include "connection/settings.hpp"
#include "connection_files/connection_folder.hpp"
#include "diagnostics/plain_text.hpp"
#include "run/map_choice.hpp"
#include "vetting/catalog.hpp"

namespace ingest::host {

Connection check_candidate(const Candidate& candidate, const Surroundings& surroundings) {
  Connection connection = parse_named(candidate.text, candidate.file, candidate.name);
  const ConnectorLibrary& library =
      load_connector(connection.plugin, connector_search(surroundings));
  check_connection(connection, library.details());
  choose_map(connection.map, library.details(), surroundings.config_dir,
             candidate.file.parent_path());
  return connection;
}

ExitStatus test_candidate(const Candidate& candidate, const NewSecrets& secrets,
                          const SecretStore& store, const Surroundings& surroundings) {
  OpenConnection open(check_candidate(candidate, surroundings), secrets.over(store), surroundings,
                      Purpose::kTest);
  write_stderr("Testing " + candidate.name + " (" +
               plain_text(open.library().details().product_name(), 80) + ")\n");
  const ExitStatus status = run_checks(open, ShowChecks::kOnStderr).status;
  for (const ExpiryNotice& notice : expiry_notices(open))
    write_stderr("warning: " + plain_text(notice.sentence) + "\n");
  return status;
}

void note_expiries(const std::string& connection, const NewSecrets& secrets, StateStore& states) {
  for (const auto& [name, value] : secrets.all()) {
    std::optional<StateTime> expires;
    if (const auto at = credential_expiry(value.reveal())) expires = *at;
    states.set_expiry(connection, name.substr(name.find('/') + 1), expires);
  }
}

}  // namespace ingest::host
