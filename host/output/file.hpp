// file.hpp - files and folders by descriptor, with errors that a person can act on. Each failing
// operation throws a Failure that names the path and the operating system's reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace ingest::host {

// Throws the Failure for errno: what was tried, on which path; exit status 3 when the path is
// wrong or closed to us, 1 when the disk is full or broken.
[[noreturn]] void throw_file_error(std::string_view tried, const std::filesystem::path& path,
                                   int error_number);

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
void sync_folder(const std::filesystem::path& path);
void rename_path(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace ingest::host
