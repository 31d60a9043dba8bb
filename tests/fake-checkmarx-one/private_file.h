#ifndef TESTS_FAKE_CHECKMARX_ONE_PRIVATE_FILE_H_
#define TESTS_FAKE_CHECKMARX_ONE_PRIVATE_FILE_H_

#include <filesystem>
#include <string_view>

namespace fake_cx1 {

// Replaces the file; only its owner may read it. Throws std::runtime_error.
void WritePrivateFile(const std::filesystem::path& path, std::string_view content);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_PRIVATE_FILE_H_
