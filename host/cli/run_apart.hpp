// run_apart.hpp - a command that calls a connector is carried out by a worker process: this one
// gets ready what the worker is handed, and sees it through. One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "connection/secret_source.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {

// INGEST_IN_PROCESS=1 in the environment says to do without a worker, which is for debuggers.
bool is_one_process_wished() noexcept;
// Whether the command is to be carried out in this process: it is a worker, or there is to be none.
bool is_carried_out_here();

// The words of the command line, from main.
void set_command_line(std::vector<std::string> words);

struct ApartCommand {
  Connection connection;
  // Which one that is, where the command line does not say so.
  std::string named;
  // By the program that started this one; null: they are gathered here.
  std::shared_ptr<const HandedSecrets> handed;
  // In place of the store's. Empty: the store's.
  SecretSource::Store store;
  bool needs_secrets = true;
  bool is_run = false;  // it is entered in the history
  // Of a connection that is not saved yet: its text, and where it will lie. In place of the command
  // line the words are then others.
  std::optional<std::string> candidate_text;
  std::filesystem::path candidate_file;
  std::vector<std::string> words;
};

// It did not come to a worker: there is no connector that works, or no process to be had. Nothing
// is entered anywhere.
class NotBegun : public Failure {
 public:
  explicit NotBegun(const Failure& why) : Failure(why) {}
};

// Returns the command's exit status, once its worker has told the person what there is to tell.
// Throws NotBegun, or a Failure when the worker came to no end of its own.
ExitStatus carry_out_apart(const ApartCommand& command, const Surroundings& surroundings);

// The usual case.
ExitStatus carry_out_apart(const std::string& connection, const Surroundings& surroundings,
                           bool needs_secrets, bool is_run);

}  // namespace ingest::host
