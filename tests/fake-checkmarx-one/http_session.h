// One connection: requests in turn, each answered after the configured wait.
#ifndef TESTS_FAKE_CHECKMARX_ONE_HTTP_SESSION_H_
#define TESTS_FAKE_CHECKMARX_ONE_HTTP_SESSION_H_

#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "front_door.h"

namespace fake_cx1 {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

// Nothing when the target cannot be decoded.
std::optional<Request> ReadRequest(const HttpRequest& message, ListenerKind listener);
HttpResponse MakeResponse(Reply reply, const HttpRequest& message);

using PlainStream = boost::beast::tcp_stream;
using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

template <class Stream>
class HttpSession : public std::enable_shared_from_this<HttpSession<Stream>> {
 public:
  HttpSession(Stream stream, FrontDoor& door, ListenerKind listener,
              std::chrono::milliseconds latency)
      : stream_(std::move(stream)),
        timer_(stream_.get_executor()),
        door_(door),
        listener_(listener),
        latency_(latency) {}

  void Start() {
    door_.stats().CountConnection();
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      Socket().expires_after(kIdle);
      stream_.async_handshake(boost::asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](boost::system::error_code error) {
                                if (!error) self->Read();
                              });
    } else {
      Read();
    }
  }

 private:
  static constexpr std::chrono::seconds kIdle{120};
  static constexpr std::uint32_t kHeaderLimit = 128 * 1024;

  boost::beast::tcp_stream& Socket() { return boost::beast::get_lowest_layer(stream_); }

  void Read() {
    parser_.emplace();
    parser_->header_limit(kHeaderLimit);
    Socket().expires_after(kIdle);
    boost::beast::http::async_read(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](boost::system::error_code error, std::size_t) {
          if (error) {
            self->Close();
          } else {
            self->Wait();
          }
        });
  }

  void Wait() {
    Socket().expires_never();
    // Whoever reads the books must not appear in them.
    if (parser_->get().target().starts_with("/__admin")) return Answer();
    in_flight_.emplace(door_.stats());
    if (latency_.count() == 0) return Answer();
    timer_.expires_after(latency_);
    timer_.async_wait([self = this->shared_from_this()](boost::system::error_code error) {
      if (!error) self->Answer();
    });
  }

  void Answer() {
    const HttpRequest& message = parser_->get();
    const auto request = ReadRequest(message, listener_);
    response_ = MakeResponse(request ? door_.Answer(*request) : EmptyReply(400), message);
    Socket().expires_after(kIdle);
    boost::beast::http::async_write(
        stream_, response_,
        [self = this->shared_from_this()](boost::system::error_code error, std::size_t bytes) {
          self->Written(error, bytes);
        });
  }

  void Written(boost::system::error_code error, std::size_t bytes) {
    if (in_flight_) door_.stats().CountBytes(bytes);
    in_flight_.reset();
    if (error || !response_.keep_alive()) return Close();
    response_ = {};
    Read();
  }

  void Close() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      Socket().expires_after(kIdle);
      stream_.async_shutdown(
          [self = this->shared_from_this()](boost::system::error_code) { self->Socket().close(); });
    } else {
      boost::system::error_code ignored;
      Socket().socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    }
  }

  Stream stream_;
  boost::asio::steady_timer timer_;
  FrontDoor& door_;
  const ListenerKind listener_;
  const std::chrono::milliseconds latency_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  HttpResponse response_;
  std::optional<TrafficStats::InFlight> in_flight_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_HTTP_SESSION_H_
