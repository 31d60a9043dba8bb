// keys.hpp - unsigned tokens with claims of a test's choice.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>

namespace checkmarx::one {

inline std::string api_key(const boost::json::object& claims) {
  static const char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out = "eyJhbGciOiJub25lIn0.";
  uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : boost::json::serialize(claims)) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    count += 8;
    while (count >= 6) {
      count -= 6;
      out.push_back(kDigits[(bits >> count) & 63U]);
    }
  }
  if (count > 0) out.push_back(kDigits[(bits << (6U - count)) & 63U]);
  return out + ".c2ln";
}

}  // namespace checkmarx::one
