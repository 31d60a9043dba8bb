// json_text.hpp - records as JSON, by protobuf's own mapping. [thread-safe]
#pragma once

#include <google/protobuf/message.h>
#include <ingest/v1/run.pb.h>

#include <filesystem>
#include <string>

namespace ingest::host {

// Appends the message on one line, newline included, with lowerCamelCase names and unset fields
// left out: the mapping that every protobuf library reads and writes.
void append_json_line(const google::protobuf::Message& message, std::string& out);

// The whole Run for people and scripts: indented, names as in run.proto, zeroes included.
// For files and terminals alike; written piece by piece, so a long table needs no second copy.
void write_run_json(const v1::Run& run, int descriptor, const std::filesystem::path& name);
void write_run_json(const v1::Run& run, const std::filesystem::path& path);  // on disk at return

}  // namespace ingest::host
