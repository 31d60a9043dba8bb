// file.hpp - files and folders by descriptor. Each failing operation throws a FileFailure, which
// names the path and the operating system's reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "output/file_failure.hpp"

namespace ingest::host {

class File {
 public:
  File() = default;
  static File open_to_read(const std::filesystem::path& path);
  static File create_to_write(const std::filesystem::path& path);  // must not exist yet
  static File open_to_append(const std::filesystem::path& path);   // made when absent
  static File open_for_lock(const std::filesystem::path& path);    // made when absent, kept
  static File open_folder(const std::filesystem::path& path);
  static File adopt(int descriptor, const std::filesystem::path& name) {
    return File(descriptor, name);
  }
  ~File() { reset(); }
  File(File&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(path_, other.path_);
    return *this;
  }

  bool is_open() const noexcept { return descriptor_ >= 0; }
  int descriptor() const noexcept { return descriptor_; }
  const std::filesystem::path& path() const noexcept { return path_; }

  void write(std::string_view bytes);
  void write_at(std::string_view bytes, std::uint64_t offset);
  // All of size bytes, or a Failure that says the file is cut short.
  void read_at(char* out, std::size_t size, std::uint64_t offset) const;
  std::size_t read_some(char* out, std::size_t size);  // 0 at the end
  std::uint64_t size() const;
  void sync();
  // Asks the operating system to begin with that, and returns at once.
  void start_sync() noexcept;
  // Reports what the operating system kept to itself until now; the destructor can't.
  void close();

 private:
  File(int descriptor, std::filesystem::path path)
      : descriptor_(descriptor), path_(std::move(path)) {}
  void reset() noexcept;

  int descriptor_ = -1;
  std::filesystem::path path_;
};

// Makes the folder and its parents, readable to the owner and group. No error when it exists.
void make_folders(const std::filesystem::path& path);
// The same; at return the entries of new ones are on disk, as far as the folders above let us.
void make_folders_on_disk(const std::filesystem::path& path);
// Brings the entries of a folder to disk.
void sync_folder(const std::filesystem::path& path);
// A file or a folder with all that is in it. No error when there is none.
void remove_tree(const std::filesystem::path& path);
void rename_path(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace ingest::host
