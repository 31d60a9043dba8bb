#include "served.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

class History {
 public:
  explicit History(const fs::path& file) {
    if (::sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK)
      throw std::runtime_error("no history in " + file.string());
    ::sqlite3_busy_timeout(handle_, 20000);
  }
  ~History() { ::sqlite3_close(handle_); }
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  void ask(const char* sql, const std::function<void(sqlite3_stmt*)>& row) {
    sqlite3_stmt* statement = nullptr;
    if (::sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(::sqlite3_errmsg(handle_));
    int code = SQLITE_ROW;
    while ((code = ::sqlite3_step(statement)) == SQLITE_ROW) row(statement);
    ::sqlite3_finalize(statement);
    if (code != SQLITE_DONE) throw std::runtime_error(::sqlite3_errmsg(handle_));
  }

 private:
  sqlite3* handle_ = nullptr;
};

std::string text(sqlite3_stmt* row, int column) {
  const unsigned char* value = ::sqlite3_column_text(row, column);
  return value == nullptr ? std::string() : reinterpret_cast<const char*>(value);
}

// Of a file in /proc; empty when its process ends meanwhile, which the stream throws about.
std::string whole(const fs::path& file) try {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
} catch (const std::ios_base::failure&) {
  return {};
}

}  // namespace

bool eventually(const std::function<bool()>& what, milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!what()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(milliseconds(20));
  }
  return true;
}

void Served::write(const std::string& name, const std::string& yaml) {
  const fs::path config = workspace_.path() / "config";
  fs::create_directories(config / "connections");
  for (const fs::path& folder : {config, config / "connections"})
    fs::permissions(folder, fs::perms::owner_all);
  // As an editor does it: there as a whole or not at all.
  const fs::path file = config / "connections" / (name + ".yaml");
  const fs::path fresh = config / ("." + name + ".new");
  write_file(fresh, yaml);
  fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write);
  fs::rename(fresh, file);
}

void Served::connect(const Tenant& tenant, const std::string& name, const std::string& schedule,
                     ConnectionOptions options) {
  if (!schedule.empty()) options.extra += "schedule: {" + schedule + "}\n";
  const fs::path file = workspace_.connect(tenant, options, name);
  write(name, read_file(file));
  fs::remove(file);
}

std::unique_ptr<Process> Served::start(std::vector<std::string> flags,
                                       const Environment& environment) {
  std::vector<std::string> arguments = {"serve", "--out", workspace_.out().string(), "--log-format",
                                        "json"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  auto process = workspace_.start(arguments, environment);
  const std::string line = process->read_line(seconds(60));
  if (line.substr(0, 5) != "ready")
    throw std::runtime_error("serve is not ready: " + line + process->wait(seconds(1)).err);
  url_ = line.size() > 6 ? line.substr(6) : "";
  return process;
}

std::string Served::get(const std::string& path, const std::vector<std::string>& curl) const {
  std::vector<std::string> command = {"/usr/bin/curl", "--silent", "--show-error", "--max-time",
                                      "30"};
  command.insert(command.end(), curl.begin(), curl.end());
  command.push_back(url_ + path);
  const ProcessResult answer = run(command);
  if (answer.status != 0) throw std::runtime_error("no " + path + ": " + answer.err);
  return answer.out;
}

boost::json::object Served::status() const {
  return boost::json::parse(get("/status")).as_object();
}

boost::json::object Served::status_of(const std::string& name) const {
  const boost::json::object all = status();
  for (const auto& each : all.at("connections").as_array())
    if (each.at("name").as_string() == name) return each.as_object();
  return {};
}

std::vector<HistoryRow> Served::history() const {
  const fs::path file = workspace_.path() / "state" / "state.db";
  std::vector<HistoryRow> all;
  if (!fs::exists(file)) return all;
  History(file).ask(
      "SELECT connection, run_id, cause, outcome, reason, due, started_at, pid FROM runs "
      "ORDER BY number",
      [&all](sqlite3_stmt* row) {
        HistoryRow entry;
        entry.connection = text(row, 0);
        entry.run_id = text(row, 1);
        entry.trigger = text(row, 2);
        entry.outcome = text(row, 3);
        entry.reason = text(row, 4);
        if (::sqlite3_column_type(row, 5) != SQLITE_NULL)
          entry.due = ::sqlite3_column_int64(row, 5);
        entry.started_at = ::sqlite3_column_int64(row, 6);
        entry.pid = ::sqlite3_column_int64(row, 7);
        all.push_back(entry);
      });
  return all;
}

std::vector<HistoryRow> Served::history_of(const std::string& connection) const {
  std::vector<HistoryRow> all = history();
  std::erase_if(all, [&](const HistoryRow& row) { return row.connection != connection; });
  return all;
}

std::string Served::integrity() const {
  std::string found;
  History(workspace_.path() / "state" / "state.db")
      .ask("PRAGMA integrity_check", [&found](sqlite3_stmt* row) { found += text(row, 0); });
  return found;
}

std::vector<int> Served::runs_alive(Workers workers) const {
  std::vector<int> all;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::string line = whole(entry.path() / "cmdline");
    if (line.find((workspace_.path() / "state").string()) != std::string::npos &&
        line.find(std::string("run\0", 4)) != std::string::npos &&
        (workers == Workers::kToo || line.find("__worker") == std::string::npos))
      all.push_back(std::stoi(name));
  }
  return all;
}

}  // namespace ingest::e2e
