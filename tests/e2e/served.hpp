// served.hpp - "ingest serve" at work in a workspace, and what it leaves: its pages, its processes,
// its history. Read with nothing of the host's code.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workspace.hpp"

namespace ingest::e2e {

struct HistoryRow {
  std::string connection;
  std::string run_id;
  std::string trigger;
  std::string outcome;
  std::string reason;
  std::optional<long long> due;  // milliseconds since 1970
  long long started_at = 0;
  long long pid = 0;
};

class Served {
 public:
  // A connection in the configuration directory.
  void connect(const Tenant& tenant, const std::string& name, const std::string& schedule,
               ConnectionOptions options = {});
  void write(const std::string& name, const std::string& yaml);

  // Waits until it is ready. flags follow "serve --out OUT --log-format json".
  std::unique_ptr<Process> start(std::vector<std::string> flags = {},
                                 const Environment& environment = {});
  // Of the serve that was started last, with --listen.
  std::string get(const std::string& path, const std::vector<std::string>& curl = {}) const;
  boost::json::object status() const;
  // Of one connection, in status().
  boost::json::object status_of(const std::string& name) const;

  std::vector<HistoryRow> history() const;  // in the order of beginning
  std::vector<HistoryRow> history_of(const std::string& connection) const;
  std::string integrity() const;  // "ok"

  // Process ids of runs that work for this workspace, and of their workers.
  enum class Workers { kNot, kToo };
  std::vector<int> runs_alive(Workers workers = Workers::kToo) const;

  Workspace& workspace() { return workspace_; }

 private:
  Workspace workspace_;
  std::string url_;
};

// Whether it came to be in time.
bool eventually(const std::function<bool()>& what,
                std::chrono::milliseconds limit = std::chrono::seconds(60));

}  // namespace ingest::e2e
