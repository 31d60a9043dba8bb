#include "output/run_id.hpp"

#include <array>
#include <cstdint>
#include <ctime>
#include <random>

#include "output/sha256.hpp"

namespace ingest::host {

std::string new_run_id(std::chrono::system_clock::time_point now) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ-", &utc);

  std::random_device device;
  std::array<std::uint8_t, 3> random{};
  for (std::uint8_t& byte : random) byte = static_cast<std::uint8_t>(device() & 0xFFU);
  return std::string(text.data(), size) + hex(random.data(), random.size());
}

}  // namespace ingest::host
