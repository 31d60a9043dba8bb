// traces.hpp - what files hold, for tests that ask whether something changed, or leaked. One
// thread.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tenant.hpp"

namespace ingest::e2e {

// Every file below folder by its path, with its bytes.
inline std::map<std::string, std::string> files_below(const std::filesystem::path& folder) {
  std::map<std::string, std::string> all;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator entry(folder, error), end;
       !error && entry != end; entry.increment(error))
    if (entry->is_regular_file() && !entry->is_symlink())
      all[std::filesystem::relative(entry->path(), folder).string()] = read_file(entry->path());
  return all;
}

// In no file below folder, not even in its name.
inline void expect_nowhere(const std::filesystem::path& folder,
                           const std::vector<std::string>& secrets) {
  for (const auto& [name, bytes] : files_below(folder))
    for (const std::string& secret : secrets) {
      EXPECT_EQ(bytes.find(secret), std::string::npos) << "a secret is in clear in " << name;
      EXPECT_EQ(name.find(secret), std::string::npos) << name;
    }
}

}  // namespace ingest::e2e
