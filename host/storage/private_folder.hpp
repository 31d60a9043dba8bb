// private_folder.hpp - folders and files that decide what ingest does or hold what it knows: made
// for their owner alone, and used only when nobody else can have put them there or change them.
//
// Refused, as a Failure (kConfig) that says why and what to do: what belongs to neither this user
// nor root, what everybody may write to, symbolic links, and what is no folder or file at all.
// Thread-safe.
#pragma once

#include <filesystem>
#include <string>

#include "output/file.hpp"

namespace ingest::host {

// Made when absent, 0700, with the folders above it, and on disk at return. One that exists is
// checked.
void make_private_folder(const std::filesystem::path& folder);

// One that does not exist is none to complain about.
void check_private_folder(const std::filesystem::path& folder);

// For files that others open by name, such as a database; likewise.
void check_private_file(const std::filesystem::path& file);

enum class Secrecy {
  kPlain,   // others may read it
  kSecret,  // neither the group nor others may do anything with it
};

// Opened for reading, and checked by descriptor: what is read is what was checked. It must exist.
File open_private_file(const std::filesystem::path& file, Secrecy secrecy);

// Opened for reading and writing, made when absent (0600), checked by descriptor: for locks and for
// files that a library writes. For its owner alone.
File open_private_lock(const std::filesystem::path& file);

// All of it. Throws a Failure (kConfig) when it has more than most bytes. For a secret the caller
// wipes the text; none of it is left elsewhere.
std::string read_private_file(const std::filesystem::path& file, Secrecy secrecy, std::size_t most);
// Likewise, from where it is at.
std::string read_whole(File& opened, std::size_t most);

}  // namespace ingest::host
