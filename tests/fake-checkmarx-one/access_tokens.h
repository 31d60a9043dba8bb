// The access tokens that are valid now.
#ifndef TESTS_FAKE_CHECKMARX_ONE_ACCESS_TOKENS_H_
#define TESTS_FAKE_CHECKMARX_ONE_ACCESS_TOKENS_H_

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace fake_cx1 {

// Thread-safe.
class AccessTokens {
 public:
  // After `revoke_after` checks all tokens become invalid, once; 0 means never.
  explicit AccessTokens(std::uint64_t revoke_after) : revoke_after_(revoke_after) {}

  void Add(std::string token, std::string id, std::chrono::seconds lifetime);

  // Every token is invalid from now on.
  void Revoke();

  // `authorization` is the whole header value. Returns the id of the token when it is valid.
  std::optional<std::string> Check(std::string_view authorization);

 private:
  struct Entry {
    std::string id;
    std::chrono::steady_clock::time_point end;
  };

  std::mutex mutex_;
  std::unordered_map<std::string, Entry> tokens_;
  std::uint64_t checks_ = 0;
  std::uint64_t revoke_after_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_ACCESS_TOKENS_H_
