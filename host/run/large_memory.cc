// large_memory.cc - see large_memory.hpp.
#include "run/large_memory.hpp"

#include <malloc.h>

namespace ingest::host {

void give_large_memory_back() {
  constexpr int kLarge = 1 << 20;
  ::mallopt(M_MMAP_THRESHOLD, kLarge);
  ::mallopt(M_TRIM_THRESHOLD, 4 * kLarge);
}

}  // namespace ingest::host
