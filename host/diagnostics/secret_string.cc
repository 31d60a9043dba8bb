// secret_string.cc - see secret_string.hpp.
#include "diagnostics/secret_string.hpp"

#include <cstring>
#include <utility>

namespace ingest::host {

void wipe(std::string& text) noexcept {
  text.resize(text.capacity());
  if (!text.empty()) explicit_bzero(text.data(), text.size());
  text.clear();
}

// A short text lives inside the string object, so moving one leaves a copy: swap, then wipe.
SecretString::SecretString(std::string&& text) {
  text_.swap(text);
  host::wipe(text);
}

SecretString::SecretString(SecretString&& other) noexcept {
  text_.swap(other.text_);
  other.wipe();
}

SecretString& SecretString::operator=(SecretString&& other) noexcept {
  if (this == &other) return *this;
  wipe();
  text_.swap(other.text_);
  other.wipe();
  return *this;
}

SecretString::~SecretString() { wipe(); }

void SecretString::wipe() noexcept { host::wipe(text_); }

}  // namespace ingest::host
