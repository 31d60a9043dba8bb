// opened_file.hpp - a file opened once for reading, under its one true name. Owns the descriptor
// (close-on-exec). Immutable, movable; thread-safe as such.
#pragma once

#include <cstdint>
#include <filesystem>

namespace ingest::host {

// What tells one state of a file from another without reading it. Times in nanoseconds since 1970.
// Not the device: its number may be another after the next start of the machine.
struct FileStamp {
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t mtime = 0;
  std::int64_t ctime = 0;
  bool operator==(const FileStamp&) const = default;
};

class OpenedFile {
 public:
  // A pipe or a device does not hold it up: what is no regular file is refused. Symbolic links are
  // followed, once. Throws ConnectorFault.
  static OpenedFile open(const std::filesystem::path& file);

  // Takes the descriptor over, and closes it when it is not a regular file that can be read: then
  // it throws ConnectorFault.
  static OpenedFile adopt(int descriptor, const std::filesystem::path& path);

  OpenedFile(OpenedFile&& other) noexcept;
  OpenedFile& operator=(OpenedFile&& other) noexcept;
  ~OpenedFile();

  int descriptor() const noexcept { return descriptor_; }
  const std::filesystem::path& path() const noexcept { return path_; }  // absolute, canonical
  const FileStamp& stamp() const noexcept { return stamp_; }            // at the time of opening

 private:
  OpenedFile(int descriptor, std::filesystem::path path)
      : descriptor_(descriptor), path_(std::move(path)) {}
  void examine();

  int descriptor_ = -1;
  std::filesystem::path path_;
  FileStamp stamp_;
};

}  // namespace ingest::host
