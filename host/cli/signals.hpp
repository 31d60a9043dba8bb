// signals.hpp - SIGINT and SIGTERM as a request to stop. The first one asks, and ends the process
// when nothing came of it within a second and a half; the second one of either ends it at once; so
// does the first while nobody holds a token. SIGTERM within three tenths of a second after the
// first is the same request. SIGPIPE and SIGXFSZ are ignored: writing tells of a reader that went
// away and of a limit on file sizes.
#pragma once

#include <functional>
#include <stop_token>

#include "diagnostics/failure.hpp"
#include "worker/channel.hpp"

namespace ingest::host {

// Once, before other threads are started: they inherit that these signals are blocked.
void start_signal_thread();

// In its place in a worker: what its supervisor says counts as the signals. Once that is gone the
// process ends.
void start_signal_thread(const Channel& supervisor);

// How this process ends when it does so from here, or from main: _exit by default. [thread-safe]
// once set, before other threads.
void set_end_of_process(std::function<void(int status)> end);
[[noreturn]] void end_process(int status);

std::stop_token stop_requested();  // [thread-safe]
// kInterrupted or kTerminated once a signal came; kOk before. [thread-safe]
ExitStatus stopped_as();

// From now on they end nothing here: each one is told, on the signal thread. For a program that has
// an end of its own.
void hand_signals_to(std::function<void(int number)> told);

// What the signal thread says before it ends the process because the time is over. [thread-safe]
void set_last_words(std::function<void()> say);

// Says that and ends the process, waiting for no thread and running no destructor: a name lookup
// can't be interrupted, and a connector need not listen. [thread-safe]
[[noreturn]] void end_at_once(ExitStatus status, const std::function<void()>& say);

}  // namespace ingest::host
