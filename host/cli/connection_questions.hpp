// connection_questions.hpp - a new connection by question and answer, as its connector describes
// what it needs. Wrong answers are told at once and asked again. One thread.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <functional>
#include <string>

#include "cli/dialogue.hpp"
#include "connection_files/connection_draft.hpp"
#include "connection_files/new_secrets.hpp"

namespace ingest::host {

// What draft says already is the default of its question. Secrets go to secrets, and references to
// them into draft.
class ConnectionQuestions {
 public:
  ConnectionQuestions(const Dialogue& dialogue, const v1::ConnectorDescriptor& connector,
                      ConnectionDraft& draft, NewSecrets& secrets)
      : dialogue_(dialogue), connector_(connector), draft_(draft), secrets_(secrets) {}

  void ask_config();  // with the choice between ways to log in, where there is one
  void ask_rest(const std::function<std::string(const std::string& map)>& map_fault);

 private:
  void ask_field(const v1::ConfigField& field, bool required);
  bool take(const v1::ConfigField& field, const std::string& answer);
  bool take_secret(const v1::ConfigField& field, SecretString answer, bool required);
  void ask_ways(const v1::ConfigField& field);
  void introduce(const v1::ConfigField& field, bool required) const;
  void ask_scope(const v1::ScopeFilter& filter);
  void ask_schedule();
  // What is wrong with the draft as a file, or empty.
  std::string fault() const;

  const Dialogue& dialogue_;
  const v1::ConnectorDescriptor& connector_;
  ConnectionDraft& draft_;
  NewSecrets& secrets_;
};

}  // namespace ingest::host
