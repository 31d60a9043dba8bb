// traces.hpp - what files hold, for tests that ask whether something changed, or leaked. One
// thread.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tenant.hpp"

namespace ingest::e2e {

// Every file below folder by its path, with its bytes. What goes while it is read is left out.
inline std::map<std::string, std::string> files_below(const std::filesystem::path& folder) {
  std::map<std::string, std::string> all;
  std::error_code error;
  std::vector<std::filesystem::path> folders = {folder};
  while (!folders.empty()) {
    const std::filesystem::path now = folders.back();
    folders.pop_back();
    for (std::filesystem::directory_iterator entry(now, error), end; !error && entry != end;
         entry.increment(error)) {
      std::error_code gone;
      const auto kind = entry->symlink_status(gone).type();
      if (kind == std::filesystem::file_type::directory) folders.push_back(entry->path());
      if (kind != std::filesystem::file_type::regular) continue;
      std::ifstream in(entry->path(), std::ios::binary);
      if (!in) continue;
      all[entry->path().lexically_relative(folder).string()] =
          std::string(std::istreambuf_iterator<char>(in), {});
    }
  }
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
