// database.hpp - SQLite as this project uses it: one private file, write-ahead log, everything on
// disk at the end of a transaction, bounded, and each refusal a Failure that a person can act on.
// One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace ingest::host {

class Database;

// Parameters are numbered from 1, columns from 0.
class Statement {
 public:
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  Statement& bind(int at, std::int64_t value);
  Statement& bind(int at, std::string_view text);
  Statement& bind_blob(int at, std::string_view bytes);
  Statement& bind(int at, const std::optional<std::int64_t>& value);

  bool step();  // true while there is a row
  void run();   // to its end

  bool is_null(int column) const;
  std::int64_t number(int column) const;
  std::optional<std::int64_t> optional_number(int column) const;
  std::string bytes(int column) const;  // text or blob

 private:
  friend class Database;
  Statement(Database& database, sqlite3_stmt* statement)
      : database_(&database), statement_(statement) {}
  void check(int code) const;

  Database* database_;
  sqlite3_stmt* statement_;
};

class Database {
 public:
  // Made when absent, 0600. The folder must exist.
  explicit Database(const std::filesystem::path& file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Statements of our own; no parameters.
  void execute(const char* sql);
  Statement prepare(const char* sql);
  std::int64_t last_row() const;
  std::int64_t changes() const;  // rows, by the last statement

  // The whole file read and found sound; a Failure that says what is wrong and how to go on.
  void check_integrity();
  const std::filesystem::path& file() const noexcept { return file_; }

  // What the last call of SQLite came back with, as a Failure.
  [[noreturn]] void fail(int code) const;
  [[noreturn]] void fail_damaged(const std::string& why) const;

 private:
  void set_up();
  void use_write_ahead_log();

  std::filesystem::path file_;
  sqlite3* handle_ = nullptr;
};

// Everything until commit() or nothing. Others read meanwhile, and wait to write.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) {
    database_.execute("BEGIN IMMEDIATE");
  }
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace ingest::host
