// run_apart.cc - see run_apart.hpp.
#include "cli/run_apart.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

#include "cli/signals.hpp"
#include "diagnostics/log.hpp"
#include "diagnostics/program_pid.hpp"
#include "diagnostics/redactor.hpp"
#include "diagnostics/streams.hpp"
#include "run/run_stop.hpp"
#include "secrets/secret_store.hpp"
#include "state/state_store.hpp"
#include "vetting/catalog.hpp"
#include "worker/supervisor.hpp"
#include "worker/worker_start.hpp"

namespace ingest::host {
namespace {

std::vector<std::string>& command_line() {
  static std::vector<std::string> words;
  return words;
}

// Requests to stop, on the signal thread: the first one is passed on, the second one ends all.
class Stops {
 public:
  void pass_on_to(Supervisor* supervisor) {
    const std::lock_guard lock(mutex_);
    supervisor_ = supervisor;
  }
  void take(int number) {
    const std::lock_guard lock(mutex_);
    const bool first = std::exchange(number_, number) == 0;
    if (first && supervisor_ != nullptr) return supervisor_->stop(number);
    if (supervisor_ != nullptr) supervisor_->kill();
    end_process(128 + number);
  }
  int number() {
    const std::lock_guard lock(mutex_);
    return number_;
  }

 private:
  std::mutex mutex_;
  Supervisor* supervisor_ = nullptr;
  int number_ = 0;
};

Stops& stops() {
  // Leaked: a signal may come until the very end.
  static auto& all = *new Stops;
  return all;
}

// While a worker runs.
class PassingOn {
 public:
  explicit PassingOn(Supervisor& supervisor) { stops().pass_on_to(&supervisor); }
  ~PassingOn() { stops().pass_on_to(nullptr); }
  PassingOn(const PassingOn&) = delete;
  PassingOn& operator=(const PassingOn&) = delete;
};

HandedSecrets secrets_for(const ApartCommand& command, const Surroundings& surroundings) {
  if (!command.needs_secrets) return {};
  if (command.store) return HandedSecrets::gather(command.connection, command.store);
  const SecretStore store(surroundings.state_dir);
  return HandedSecrets::gather(command.connection,
                               [&store](std::string_view name) { return store.get(name); });
}

// What the connector prints is told from here, and may be anything.
void keep_out_of_sight(const ApartCommand& command, const HandedSecrets& secrets) {
  if (!command.needs_secrets) return;
  secrets.reveal_to([](std::string_view secret) { redactor().add(secret); });
  const SecretSource files(command.connection.file.parent_path());
  for (const Reference& reference : references_of(command.connection)) {
    if (reference.kind != Reference::Kind::kFile) continue;
    try {
      redactor().add(files.resolve(reference).reveal());
    } catch (const std::exception&) {  // the worker says so, and why
    }
  }
}

std::vector<std::string> environment_for(const ApartCommand& command,
                                         const Surroundings& surroundings) {
  std::set<std::string> secret = referenced_variables(surroundings.config_dir);
  for (const Reference& reference : references_of(command.connection))
    if (reference.kind == Reference::Kind::kEnvironment) secret.insert(reference.name);
  return child_environment(secret);
}

File in_memory(const std::string& text) {
  const int descriptor = ::memfd_create("ingest-connection", MFD_CLOEXEC);
  if (descriptor < 0)
    throw Failure(ExitStatus::kInternal,
                  std::string("there is no memory for a worker's file: ") + std::strerror(errno));
  File file = File::adopt(descriptor, "the connection to be tested");
  file.write(text);
  return file;
}

// What is kept of the run is as the worker said last.
RunRequest request_of(const RunFacts& run) {
  RunRequest request;
  if (!run.unit_noun.empty()) request.unit_noun = run.unit_noun;
  request.cancelled_as = [] { return static_cast<ExitStatus>(128 + stops().number()); };
  return request;
}

Failure failure_of(const WorkerOutcome& outcome) {
  const RunFacts& run = outcome.run;
  const std::uint64_t kept = run.can_be_resumed ? run.units_kept : 0;
  const bool under_way = run.stage == RunStage::kUnderWay;
  if (outcome.deaf)
    return under_way ? stopped(request_of(run), kept)
                     : Failure(static_cast<ExitStatus>(128 + stops().number()),
                               "stopped on request before all was done");
  const Failure& failure = *outcome.failure;
  if (under_way) return with_kept(failure, request_of(run), kept);
  if (run.stage != RunStage::kCommitted) return failure;
  return Failure(failure.status(), failure.what(),
                 failure.hint() + " The run itself is whole: what it read is written.");
}

// The worker can't any more.
void enter_end(const Failure& failure, const Surroundings& surroundings, StateTime since) {
  try {
    const StateStore store(surroundings.state_dir,
                           KnownDeath{program_pid(), since, failure.status(), failure.what()});
  } catch (const std::exception& error) {
    log(LogLevel::kWarn, "history",
        std::string("this run's end can't be entered in the history now: ") + error.what());
  }
}

void clear_line_of_progress() {
  if (::isatty(error_descriptor()) == 1) write_error("\r\033[K");
}

std::unique_ptr<Supervisor> begin(const ApartCommand& command, const Surroundings& surroundings) {
  const FoundConnector found =
      find_connector(command.connection.plugin, connector_search(surroundings));
  std::optional<HandedSecrets> own;
  if (!command.handed) own = secrets_for(command, surroundings);
  const HandedSecrets& secrets = command.handed ? *command.handed : *own;
  keep_out_of_sight(command, secrets);
  const File handed = secrets.hand_on();
  File candidate;
  if (command.candidate_text) candidate = in_memory(*command.candidate_text);

  WorkerCommand worker;
  worker.words = command.words.empty() ? command_line() : command.words;
  worker.environment = environment_for(command, surroundings);
  worker.output = output_descriptor();
  worker.error = error_descriptor();
  worker.connector = found.file.descriptor();
  worker.secrets = handed.descriptor();
  worker.candidate = candidate.descriptor();
  WorkerStart start;
  start.supervisor = ::getpid();
  start.connector = found.file.path();
  start.connector_sha256 = found.file.sha256();
  start.limits = command.connection.worker;
  start.connection = command.named;
  start.candidate_file = command.candidate_file;
  start.candidate_name = command.connection.name;
  return std::make_unique<Supervisor>(std::move(worker), start, command.connection.plugin,
                                      command.connection.name);
}

}  // namespace

bool is_one_process_wished() noexcept {
  const char* wish = std::getenv("INGEST_IN_PROCESS");
  return wish != nullptr && std::strcmp(wish, "1") == 0;
}

bool is_carried_out_here() { return this_worker() != nullptr || is_one_process_wished(); }

void set_command_line(std::vector<std::string> words) { command_line() = std::move(words); }

ExitStatus carry_out_apart(const ApartCommand& command, const Surroundings& surroundings) {
  const StateTime since = state_now();
  hand_signals_to([](int number) { stops().take(number); });
  std::unique_ptr<Supervisor> supervisor;
  try {
    supervisor = begin(command, surroundings);
  } catch (const Failure& failure) {
    throw NotBegun(failure);
  }
  const PassingOn passing_on(*supervisor);
  const WorkerOutcome outcome = supervisor->run();
  if (outcome.status) return static_cast<ExitStatus>(*outcome.status);
  if (outcome.run.stage == RunStage::kUnderWay) clear_line_of_progress();
  Failure failure = failure_of(outcome);
  if (command.is_run) enter_end(failure, surroundings, since);
  throw failure;
}

ExitStatus carry_out_apart(const std::string& connection, const Surroundings& surroundings,
                           bool needs_secrets, bool is_run) {
  ApartCommand command;
  const std::filesystem::path file = find_connection(connection, surroundings.config_dir);
  command.connection = read_connection(file);
  command.named = connection;
  command.handed = surroundings.handed_over;
  command.needs_secrets = needs_secrets;
  command.is_run = is_run;
  return carry_out_apart(command, surroundings);
}

}  // namespace ingest::host
