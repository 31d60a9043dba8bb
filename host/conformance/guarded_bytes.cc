// guarded_bytes.cc - see guarded_bytes.hpp.
#include "conformance/guarded_bytes.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace ingest::host::conformance {

GuardedBytes::GuardedBytes(std::size_t size) : size_(size) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t usable = (size + page - 1) / page * page;
  mapped_ = usable + page;
  map_ = ::mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (map_ == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  ::mprotect(static_cast<char*>(map_) + usable, page, PROT_NONE);
  data_ = static_cast<char*>(map_) + (usable - size);
}

GuardedBytes::GuardedBytes(std::string_view bytes) : GuardedBytes(bytes.size()) {
  if (!bytes.empty()) std::memcpy(data_, bytes.data(), bytes.size());
}

GuardedBytes::GuardedBytes(GuardedBytes&& other) noexcept
    : map_(std::exchange(other.map_, nullptr)),
      mapped_(other.mapped_),
      data_(other.data_),
      size_(other.size_) {}

GuardedBytes::~GuardedBytes() {
  if (map_ != nullptr) ::munmap(map_, mapped_);
}

void GuardedBytes::revoke() noexcept { ::mprotect(map_, mapped_, PROT_NONE); }

}  // namespace ingest::host::conformance
