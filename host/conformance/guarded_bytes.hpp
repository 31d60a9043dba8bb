// guarded_bytes.hpp - bytes that end exactly where readable memory ends, and that can be taken
// away: whoever reads past their end, or after that, ends with SIGSEGV. One owner.
#pragma once

#include <ingest/connector.h>

#include <cstddef>
#include <string_view>

namespace ingest::host::conformance {

class GuardedBytes {
 public:
  explicit GuardedBytes(std::size_t size);  // zeroes
  explicit GuardedBytes(std::string_view bytes);
  GuardedBytes(GuardedBytes&& other) noexcept;
  GuardedBytes(const GuardedBytes&) = delete;
  GuardedBytes& operator=(const GuardedBytes&) = delete;
  ~GuardedBytes();

  void* data() const noexcept { return data_; }
  ingest_bytes view() const noexcept { return {data_, size_}; }

  // The memory stays occupied until the object goes, so that nothing else comes to lie there.
  void revoke() noexcept;

 private:
  void* map_ = nullptr;
  std::size_t mapped_ = 0;  // the guard included
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace ingest::host::conformance
