// wipe.hpp - overwrite a text that held a credential before its memory is given back.
#pragma once

#include <cstring>
#include <string>

namespace ingest::sdk {

// Overwrites all of the string's memory, not only the part in use, then empties it.
inline void wipe(std::string& text) noexcept {
  text.resize(text.capacity());
  if (!text.empty()) explicit_bzero(text.data(), text.size());
  text.clear();
}

}  // namespace ingest::sdk
