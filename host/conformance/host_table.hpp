// host_table.hpp - one of the tables that a host hands to a connector, as a host of a certain age
// has it. One owner; what is in the table has its own thread rules.
#pragma once

#include <ingest/ext/http.h>
#include <ingest/ext/rows.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "conformance/guarded_bytes.hpp"

namespace ingest::host::conformance {

enum class HostAge {
  kThis,    // the tables of the header that this host was built with
  kOldest,  // those of ABI 1.0: reading beyond their struct_size ends with SIGSEGV
  kNewer,   // longer ones, with functions that nobody knows yet
  kLent,    // as kThis, in memory that can be taken away
};

// What ABI 1.0 has of each table. A field that comes later does not change these.
template <class Table>
constexpr std::size_t kOldestSize = 0;
#define INGEST_OLDEST_SIZE(Table, last) \
  template <>                           \
  inline constexpr std::size_t kOldestSize<Table> = offsetof(Table, last) + sizeof(Table::last)
INGEST_OLDEST_SIZE(ingest_host, get_extension);
INGEST_OLDEST_SIZE(ingest_call, progress);
INGEST_OLDEST_SIZE(ingest_sink, end_unit);
INGEST_OLDEST_SIZE(ingest_record, observed_unix_ns);
INGEST_OLDEST_SIZE(ingest_error, message);
INGEST_OLDEST_SIZE(ingest_http, release);
INGEST_OLDEST_SIZE(ingest_http_response, total_us);
INGEST_OLDEST_SIZE(ingest_rows_sink, row);
#undef INGEST_OLDEST_SIZE

constexpr std::size_t kNewerTail = 32 * sizeof(void*);
// Fills a newer table's tail: functions that do nothing, for whoever calls what it can't know.
void fill_tail(void* tail, std::size_t bytes) noexcept;

// All zeroes but struct_size.
template <class Table>
class HostTable {
 public:
  explicit HostTable(HostAge age) {
    std::size_t size = sizeof(Table);
    if (age == HostAge::kOldest) {
      size = kOldestSize<Table>;
      guarded_.emplace(size);
    } else if (age == HostAge::kLent) {
      guarded_.emplace(sizeof(Table) + kNewerTail);
    } else if (age == HostAge::kNewer) {
      size += kNewerTail;
      fill_tail(plain_.data() + sizeof(Table), kNewerTail);
    }
    get()->struct_size = static_cast<std::uint32_t>(size);
  }
  Table* get() noexcept { return static_cast<Table*>(memory()); }
  const Table* get() const noexcept { return static_cast<const Table*>(memory()); }
  Table* operator->() noexcept { return get(); }
  const Table* operator->() const noexcept { return get(); }
  void revoke() noexcept { guarded_.value().revoke(); }  // of kOldest and kLent

 private:
  void* memory() noexcept { return guarded_ ? guarded_->data() : plain_.data(); }
  const void* memory() const noexcept { return guarded_ ? guarded_->data() : plain_.data(); }

  std::optional<GuardedBytes> guarded_;
  // Zeroes follow the table of a host that does not announce them.
  alignas(alignof(std::max_align_t)) std::array<char, sizeof(Table) + kNewerTail> plain_{};
};

}  // namespace ingest::host::conformance
