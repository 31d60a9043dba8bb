// large_memory.hpp - what is large, a page above all, is given back when it is freed.
#pragma once

namespace ingest::host {

// For the whole process; before threads are started. Left to itself, glibc soon keeps such pieces
// in the heap, where what lies behind them holds them.
void give_large_memory_back();

}  // namespace ingest::host
