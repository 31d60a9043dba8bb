// listen_address.cc - see listen_address.hpp.
#include "serve/listen_address.hpp"

#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
  throw Failure(ExitStatus::kUsage, "--listen '" + plain_text(text, 80) + "' " + why,
                "e.g. --listen 127.0.0.1:9464, [::1]:9464, or :9464 for loopback");
}

}  // namespace

bool ListenAddress::is_loopback() const {
  return boost::asio::ip::make_address(address).is_loopback();
}

std::string ListenAddress::text() const {
  const bool v6 = address.find(':') != std::string::npos;
  return (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

ListenAddress parse_listen_address(std::string_view text) {
  ListenAddress result;
  const std::size_t colon = text.rfind(':');
  const std::string_view port = colon == std::string_view::npos ? text : text.substr(colon + 1);
  std::string_view address = colon == std::string_view::npos ? "" : text.substr(0, colon);
  const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), result.port);
  if (fault != std::errc() || end != port.data() + port.size())
    refuse(text, "has no port from 0 to 65535");
  if (address.empty()) return result;
  const bool bracketed = address.size() > 2 && address.front() == '[' && address.back() == ']';
  if (bracketed) address = address.substr(1, address.size() - 2);
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(std::string(address), error);
  if (error || parsed.is_v6() != bracketed) refuse(text, "has no numeric address");
  result.address = parsed.to_string();
  return result;
}

}  // namespace ingest::host
