// secret_string.hpp - a text that must not outlive its use and cannot be printed by accident.
//
// It overwrites its memory when it goes, can be moved but not copied, and has no operator<<;
// reveal() is the one way to the text, so that every use can be found. One object, one thread.
#pragma once

#include <string>
#include <string_view>

namespace ingest::host {

class SecretString {
 public:
  SecretString() = default;
  // Takes the text over and wipes the argument.
  explicit SecretString(std::string&& text);
  SecretString(SecretString&& other) noexcept;
  SecretString& operator=(SecretString&& other) noexcept;
  SecretString(const SecretString&) = delete;
  SecretString& operator=(const SecretString&) = delete;
  ~SecretString();

  std::string_view reveal() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }
  void wipe() noexcept;

 private:
  std::string text_;
};

// Overwrites all of the string's memory, not only the part in use, and empties it.
void wipe(std::string& text) noexcept;

}  // namespace ingest::host
