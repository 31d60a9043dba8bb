// file_failure.hpp - what the operating system refused, in words that a person can act on: what was
// tried, on which path, why not, how much room there is, what to do. [thread-safe]
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "diagnostics/failure.hpp"

namespace ingest::host {

// The exit status is 1 when the disk is full or broken or a limit of the machine is reached, 3 when
// the path is wrong or closed to us.
class FileFailure : public Failure {
 public:
  FileFailure(int error_number, std::filesystem::path path, const std::string& what,
              const std::string& hint);

  // No room there: the disk, the quota, or the largest file allowed.
  bool is_out_of_room() const noexcept;
  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  int error_number_;
  std::filesystem::path path_;
};

[[noreturn]] void throw_file_error(std::string_view tried, const std::filesystem::path& path,
                                   int error_number);
// size is what was still to be written.
[[noreturn]] void throw_write_error(const std::filesystem::path& path, std::uint64_t size,
                                    int error_number);

// "1.5 MB"; below 1,000 the bytes.
std::string size_text(std::uint64_t bytes);

}  // namespace ingest::host
