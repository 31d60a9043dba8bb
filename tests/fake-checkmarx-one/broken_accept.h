// A connection that was accepted and then comes to nothing. It holds itself until the client gives
// up, or two minutes at most.
#ifndef TESTS_FAKE_CHECKMARX_ONE_BROKEN_ACCEPT_H_
#define TESTS_FAKE_CHECKMARX_ONE_BROKEN_ACCEPT_H_

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "reset_on_close.h"

namespace fake_cx1 {

class BrokenAccept : public std::enable_shared_from_this<BrokenAccept> {
 public:
  explicit BrokenAccept(boost::asio::ip::tcp::socket socket) : stream_(std::move(socket)) {}

  // `kind`: of a fault of the stage kConnection.
  static void Start(boost::asio::ip::tcp::socket socket, const std::string& kind) {
    boost::system::error_code ignored;
    if (kind == "accept-reset") ResetOnClose(socket);
    if (kind == "accept-reset" || kind == "accept-close") {
      socket.close(ignored);
      return;
    }
    auto held = std::make_shared<BrokenAccept>(std::move(socket));
    held->stream_.expires_after(std::chrono::seconds(120));
    held->Read(kind == "tls-broken");
  }

 private:
  // Waits for the client's first words; after them says nonsense, or nothing until it leaves.
  void Read(bool answers) {
    stream_.async_read_some(
        boost::asio::buffer(bytes_),
        [self = shared_from_this(), answers](boost::system::error_code error, std::size_t) {
          if (error) return;
          if (!answers) return self->Read(false);
          self->Answer();
        });
  }

  void Answer() {
    static constexpr std::string_view kNotTls = "HTTP/1.1 400 Bad Request\r\n\r\n";
    boost::asio::async_write(stream_, boost::asio::buffer(kNotTls.data(), kNotTls.size()),
                             [self = shared_from_this()](boost::system::error_code, std::size_t) {
                               boost::system::error_code ignored;
                               self->stream_.socket().shutdown(
                                   boost::asio::ip::tcp::socket::shutdown_both, ignored);
                             });
  }

  boost::beast::tcp_stream stream_;
  std::array<char, 4096> bytes_{};
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_BROKEN_ACCEPT_H_
