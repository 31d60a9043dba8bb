// command_line.hpp - the program, run with folders of a test's own. One thread.
#pragma once

#include <string>
#include <vector>

#include "output/temporary_folder.hpp"
#include "process.hpp"

namespace ingest::host {

class CommandLine {
 public:
  e2e::ProcessResult run(std::vector<std::string> words, e2e::Environment more = {}) const {
    words.insert(words.begin(), INGEST_BINARY);
    more.emplace_back("INGEST_CONFIG_DIR", (folder_.path() / "config").string());
    more.emplace_back("INGEST_STATE_DIR", (folder_.path() / "state").string());
    return e2e::run(words, more);
  }
  std::filesystem::path put(const std::string& name, const std::string& text) const {
    write_file(folder_.path() / name, text);
    return folder_.path() / name;
  }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

}  // namespace ingest::host
