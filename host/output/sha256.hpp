// sha256.hpp - SHA-256, incremental and reusable. One object belongs to one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace ingest::host {

using Sha256Digest = std::array<std::uint8_t, 32>;

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(std::string_view bytes);
  // The digest of what was given since construction or the last finish; starts anew.
  Sha256Digest finish();

 private:
  struct FreeContext {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };
  std::unique_ptr<evp_md_ctx_st, FreeContext> context_;
};

Sha256Digest sha256(std::string_view bytes);

// Lower case, two digits a byte.
std::string hex(const std::uint8_t* bytes, std::size_t size);
void append_hex(std::string& out, const std::uint8_t* bytes, std::size_t size);
inline std::string hex(const Sha256Digest& digest) { return hex(digest.data(), digest.size()); }

}  // namespace ingest::host
