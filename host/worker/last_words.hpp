// last_words.hpp - notes in the black box how the worker comes to an untimely end: a deadly signal,
// exit() called by code that is not ours, no memory for operator new. Installed once, before other
// threads and before the connector is loaded.
#pragma once

#include <string_view>

#include "worker/black_box.hpp"

namespace ingest::host {

// box outlives the process.
void note_last_words_in(BlackBox& box);

// From here on exit() is as it should be.
void forget_last_words() noexcept;

// A stack for signal handlers, so that a stack that is full does not silence its thread. Of the
// calling thread, for good.
void give_thread_a_signal_stack() noexcept;

// Notes that descriptors of the host are gone, and ends the process: without them it can neither
// work nor say so. names: which ones.
[[noreturn]] void end_without_descriptors(std::string_view names) noexcept;

}  // namespace ingest::host
