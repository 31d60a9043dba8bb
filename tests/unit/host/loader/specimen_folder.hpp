// specimen_folder.hpp - where the specimens of this folder lie, and copies of them. One thread.
#pragma once

#include <filesystem>
#include <string>

#include "output/temporary_folder.hpp"

namespace ingest::host {

inline std::filesystem::path specimen(const std::string& stem) {
  return std::filesystem::path(INGEST_SPECIMENS) / (stem + ".so");
}

inline std::filesystem::path copy_of(const std::string& stem, const std::filesystem::path& to) {
  std::filesystem::create_directories(to.parent_path());
  std::filesystem::copy_file(specimen(stem), to);
  return to;
}

}  // namespace ingest::host
