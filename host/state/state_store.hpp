// state_store.hpp - what ingest remembers: the states of connections, the history of runs, what a
// schedule has served, when credentials expire. STATE/state.db, SQLite.
//
// Several processes may use it at once, and several threads one object. Each call is one
// transaction, on disk at return: a kill or a power loss keeps what was said before, and half of a
// call never. Times go in and come out as UTC. Connection names are those of the configuration;
// texts are redacted and made plain on their way in.
//
// Calls throw a Failure: kConfig when the database is damaged or can't be written, kLocked when
// others keep it busy for ten seconds, kInternal when the disk is full or broken.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "diagnostics/failure.hpp"
#include "state/connection_state.hpp"
#include "state/run_record.hpp"

namespace ingest::host {

struct RunQuery {
  std::optional<std::string> connection = std::nullopt;
  std::optional<RunNumber> before = std::nullopt;  // only runs that began earlier than that one
  std::size_t limit = 0;                           // 0: all
};

class StateStore {
 public:
  // Makes the folder and the database when absent (0700, 0600), brings an older one up to date and
  // closes the runs whose processes are gone. Refused: a damaged database, one of a newer ingest,
  // files of others. Nothing is ever deleted to go on.
  // death: this process speaks for one that is gone; the run that it had begun ended so.
  explicit StateStore(const std::filesystem::path& state_dir,
                      const std::optional<KnownDeath>& death = std::nullopt);
  ~StateStore();
  StateStore(const StateStore&) = delete;
  StateStore& operator=(const StateStore&) = delete;

  // -- states ------------------------------------------------------------------------------------

  // Appends a transition. The same state for the same reason is none: since-when stays.
  void enter(const std::string& connection, ConnectionState state, const std::string& why,
             StateTime when = state_now());
  // None: never heard of.
  std::optional<StateEntry> state_of(const std::string& connection);
  std::vector<StateEntry> states();  // current ones, by name
  // Newest first; limit 0: all.
  std::vector<StateEntry> transitions(const std::string& connection, std::size_t limit = 0);

  // States, runs, marks and expiries go along; what was known of a connection that had the new name
  // before is kept beside the runs, but its states are forgotten.
  void rename(const std::string& from, const std::string& to);
  // Its runs stay in the history unless they are to go; a run under way stays anyway.
  enum class Runs { kStay, kGo };
  void forget(const std::string& connection, Runs runs = Runs::kStay);

  // -- runs --------------------------------------------------------------------------------------

  // The run is this process's until it is ended here or this object goes: then it is seen as
  // killed. Enters Processing.
  // next_mark, of a run that serves a due time: what is remembered of the schedule from then on,
  // given what was; it is kept in the same transaction, with the due time as the last one. What it
  // throws undoes all.
  using NextMark = std::function<std::string(const std::optional<std::string>& mark)>;
  RunNumber begin_run(const RunStart& start, const NextMark& next_mark = {});
  // What is known once the connector is loaded: versions. For runs that come to no end.
  void describe_run(RunNumber number, const v1::Run& run, const std::string& unit_noun);
  // Committed, as run.json says. Enters Processed, Incomplete or Failed by the exit status, unless
  // the connection was made inactive or removed meanwhile.
  void end_run(RunNumber number, const v1::Run& run, StateTime when = state_now());
  // Not committed. reason: the Failure's sentence. so_far: versions, HTTP counts.
  void fail_run(RunNumber number, ExitStatus status, const std::string& reason,
                const v1::Run& so_far, StateTime when = state_now());

  // Newest first.
  std::vector<RunRecord> runs(const RunQuery& query = {});
  std::optional<RunRecord> run(const std::string& connection, const std::string& run_id);
  // Takes the runs out of the history, and of their connections' transitions those that are older
  // than all runs left and not the current one.
  void remove_runs(const std::vector<RunNumber>& numbers);

  // Closes the runs that are under way by the table but not by the kernel: as what their committed
  // run.json says if there is one, else as killed, which is entered as Failed. How many.
  std::size_t reconcile();

  // -- schedule and credentials ------------------------------------------------------------------

  // The last due time that was served, or given up for good.
  std::optional<StateTime> last_due(const std::string& connection);
  void set_last_due(const std::string& connection, StateTime due);

  // What is remembered of a connection's schedule, in the words of schedule/schedule_mark.hpp.
  std::optional<std::string> schedule_mark(const std::string& connection);
  void set_schedule_mark(const std::string& connection, const std::string& mark);

  // By configuration field. Nothing takes a field's expiry away.
  std::map<std::string, StateTime> expiries(const std::string& connection);
  void set_expiry(const std::string& connection, const std::string& field,
                  std::optional<StateTime> expires);

 private:
  std::size_t reconcile(const KnownDeath* death);
  void amend(const KnownDeath& death);

  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace ingest::host
