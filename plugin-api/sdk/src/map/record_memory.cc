#include "record_memory.hpp"

#include <algorithm>

namespace ingest::sdk::map {

void RecordMemory::add(std::size_t size) {
  blocks_.push_back({std::unique_ptr<char[]>(new char[size]), size});
  at_ = blocks_.back().bytes.get();
  end_ = at_ + size;
}

// A record twice as large costs one more block, not one for every kBlock of it.
void RecordMemory::grow(std::size_t bytes) {
  const std::size_t last = blocks_.empty() ? 0 : blocks_.back().size;
  add(std::max({bytes, kBlock, std::min(2 * last, kKept)}));
}

void RecordMemory::release() {
  if (blocks_.empty()) return;
  if (blocks_.size() > 1 || blocks_.front().size > kKept) {
    std::size_t used = 0;
    for (const Block& block : blocks_) used += block.size;
    blocks_.clear();
    return add(std::min(used, kKept));  // so that a record like the last one needs no more
  }
  at_ = blocks_.front().bytes.get();
}

}  // namespace ingest::sdk::map
