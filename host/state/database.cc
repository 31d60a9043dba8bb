// database.cc - see database.hpp.
#include "state/database.hpp"

#include <sqlite3.h>

#include <system_error>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "storage/private_folder.hpp"
#include "storage/replaced_file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr int kPatienceMs = 10'000;
constexpr int kValueMax = 16 << 20;  // bytes, of one value
constexpr int kAttachedMax = 0;

fs::path beside(const fs::path& file, const char* suffix) {
  return fs::path(file.string() + suffix);
}

// SQLite refuses links on the whole of the path, where a home folder may well be one.
fs::path without_links(const fs::path& file) {
  return fs::canonical(file.parent_path()) / file.filename();
}

// What the operating system said, where it was asked.
std::string system_reason(sqlite3* handle) {
  const int number = handle == nullptr ? 0 : ::sqlite3_system_errno(handle);
  return number == 0 ? std::string() : " (" + std::generic_category().message(number) + ")";
}

}  // namespace

Database::Database(const fs::path& file) : file_(file) {
  check_private_file(file);
  for (const char* suffix : {"-wal", "-shm", "-journal"}) check_private_file(beside(file, suffix));
  open_private_lock(file).close();  // made 0600; SQLite makes the others like it
  const int code =
      ::sqlite3_open_v2(without_links(file).c_str(), &handle_,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW |
                            SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE,
                        nullptr);
  try {
    if (code != SQLITE_OK) fail(code);
    set_up();
  } catch (...) {
    ::sqlite3_close_v2(std::exchange(handle_, nullptr));
    throw;
  }
}

Database::~Database() {
  if (handle_ != nullptr) ::sqlite3_close_v2(handle_);
}

void Database::set_up() {
  ::sqlite3_busy_timeout(handle_, kPatienceMs);
  ::sqlite3_limit(handle_, SQLITE_LIMIT_LENGTH, kValueMax);
  ::sqlite3_limit(handle_, SQLITE_LIMIT_ATTACHED, kAttachedMax);
  ::sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  ::sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  ::sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  ::sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  execute("PRAGMA cell_size_check = ON");
  execute("PRAGMA synchronous = FULL");  // a transaction is on disk when it ends
  use_write_ahead_log();
}

// It is a property of the file. Making it one waits for nobody, so two beginners take turns.
void Database::use_write_ahead_log() {
  const auto mode = [this](const char* sql) {
    Statement statement = prepare(sql);
    return statement.step() ? statement.bytes(0) : std::string();
  };
  if (mode("PRAGMA journal_mode") == "wal") return;
  const FolderLock lock(file_.parent_path());
  if (const std::string now = mode("PRAGMA journal_mode = WAL"); now != "wal")
    throw Failure(ExitStatus::kConfig,
                  file_.string() + " can't be kept with a write-ahead log (its mode is " + now +
                      "), as on some network file systems",
                  "Put the state directory on a local disk: --state-dir DIR.");
}

void Database::execute(const char* sql) {
  const int code = ::sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

Statement Database::prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = ::sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr);
  if (code != SQLITE_OK) fail(code);
  return {*this, statement};
}

std::int64_t Database::last_row() const { return ::sqlite3_last_insert_rowid(handle_); }
std::int64_t Database::changes() const { return ::sqlite3_changes64(handle_); }

void Database::check_integrity() {
  Statement check = prepare("PRAGMA quick_check(1)");
  const std::string found = check.step() ? check.bytes(0) : "no answer";
  if (found != "ok") fail_damaged(found);
}

void Database::fail_damaged(const std::string& why) const {
  const std::string name = file_.string();
  const std::string aside = (file_.parent_path() / "damaged").string();
  throw Failure(
      ExitStatus::kConfig, "the state database " + name + " is damaged: " + plain_text(why, 300),
      "It holds states and the history of runs; connections, secrets and output lie elsewhere, and "
      "nothing was deleted. To go on with a new one, end what uses it and set it aside: mkdir " +
          aside + " && mv " + name + "* " + aside + "/ (then 'sqlite3 " + aside +
          "/state.db .recover' shows what can be saved)");
}

void Database::fail(int code) const {
  const std::string name = "the state database " + file_.string();
  const std::string said = handle_ == nullptr ? ::sqlite3_errstr(code) : ::sqlite3_errmsg(handle_);
  const std::string said_too = said + system_reason(handle_);
  switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_TOOBIG:
      fail_damaged(said);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      throw Failure(ExitStatus::kLocked, name + " is kept busy by another process",
                    "Try again; 'fuser " + file_.string() + "' names the process.");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw Failure(ExitStatus::kConfig, name + " can't be written to: " + said_too,
                    "Every command that runs or shows runs needs to: give this user the right to, "
                    "or name another state directory with --state-dir.");
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_NOLFS:
      throw Failure(ExitStatus::kInternal, name + " can't be written to: " + said_too,
                    "Make room on that disk, raise the limit (ulimit -f) or the quota, or see what "
                    "the system's log says; then run again.");
    default:
      throw Failure(ExitStatus::kInternal, name + ": " + said,
                    "Please report it, with the command.");
  }
}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

Statement::~Statement() { ::sqlite3_finalize(statement_); }

void Statement::check(int code) const {
  if (code != SQLITE_OK) database_->fail(code);
}

Statement& Statement::bind(int at, std::int64_t value) {
  check(::sqlite3_bind_int64(statement_, at, value));
  return *this;
}

Statement& Statement::bind(int at, std::string_view text) {
  check(::sqlite3_bind_text64(statement_, at, text.data() == nullptr ? "" : text.data(),
                              text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_blob(int at, std::string_view bytes) {
  check(::sqlite3_bind_blob64(statement_, at, bytes.data() == nullptr ? "" : bytes.data(),
                              bytes.size(), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind(int at, const std::optional<std::int64_t>& value) {
  if (value) return bind(at, *value);
  check(::sqlite3_bind_null(statement_, at));
  return *this;
}

bool Statement::step() {
  const int code = ::sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_->fail(code);
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

bool Statement::is_null(int column) const {
  return ::sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Statement::number(int column) const {
  return ::sqlite3_column_int64(statement_, column);
}

std::optional<std::int64_t> Statement::optional_number(int column) const {
  if (is_null(column)) return std::nullopt;
  return number(column);
}

std::string Statement::bytes(int column) const {
  const void* data = ::sqlite3_column_blob(statement_, column);
  const int size = ::sqlite3_column_bytes(statement_, column);
  if (data == nullptr || size <= 0) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const Failure&) {  // SQLite has rolled it back itself
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace ingest::host
