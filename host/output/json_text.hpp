// json_text.hpp - records as JSON, by protobuf's own mapping. [thread-safe]
#pragma once

#include <google/protobuf/message.h>
#include <ingest/v1/run.pb.h>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace ingest::host {

// Appends the message on one line, newline included, with lowerCamelCase names and unset fields
// left out: the mapping that every protobuf library reads and writes. False, with nothing appended,
// for what has no JSON form: a Timestamp outside the years 1 to 9999.
[[nodiscard]] bool append_json_line(const google::protobuf::Message& message, std::string& out);

// A Run for people and scripts: indented, names as in run.proto, zeroes included.
std::string run_json(const v1::Run& run);
// The same as a new file, on disk at return. Written piece by piece: a table of ten thousand units
// needs no second copy in memory.
void write_run_json(const v1::Run& run, const std::filesystem::path& path);
// None when there is no such file, or it holds no Run, or more than most bytes.
std::optional<v1::Run> read_run_json(const std::filesystem::path& path, std::size_t most);

}  // namespace ingest::host
