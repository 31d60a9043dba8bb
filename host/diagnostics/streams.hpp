// streams.hpp - where this process's own words go. That is standard output and standard error, but
// for a process that hosts foreign code: it keeps descriptors of its own, and what is written to 1
// and 2 is then nobody's word but that code's. Set once, before other threads; then thread-safe.
#pragma once

#include <string_view>

namespace ingest::host {

int output_descriptor() noexcept;
int error_descriptor() noexcept;
void use_streams(int output, int error) noexcept;

// All of text, unbuffered. What can't be written is lost: there is nobody to tell.
void write_error(std::string_view text) noexcept;

}  // namespace ingest::host
