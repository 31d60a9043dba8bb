// One connection: requests in turn, each answered after the configured wait.
#ifndef TESTS_FAKE_CHECKMARX_ONE_HTTP_SESSION_H_
#define TESTS_FAKE_CHECKMARX_ONE_HTTP_SESSION_H_

#include <array>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "front_door.h"
#include "reset_on_close.h"
#include "scripted_answer.h"

namespace fake_cx1 {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

// Nothing when the target cannot be decoded.
std::optional<Request> ReadRequest(const HttpRequest& message, ListenerKind listener);
// Takes the reply's body; a streamed one stays, for others to send.
HttpResponse MakeResponse(Reply& reply, const HttpRequest& message);

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
    request_ = ReadRequest(parser_->get(), listener_);
    struck_ = request_ ? door_.faults().Strike(*request_) : StruckFaults{};
    // Whoever reads the books must not appear in them.
    if (listener_ == ListenerKind::kAdmin || parser_->get().target().starts_with("/__admin")) {
      return Answer();
    }
    in_flight_.emplace(door_.stats());
    std::chrono::milliseconds wait = latency_;
    for (const FaultPtr& delay : struck_.delays) {
      wait += std::chrono::milliseconds(delay->Number("ms", 100));
    }
    if (wait.count() == 0) return Answer();
    timer_.expires_after(wait);
    timer_.async_wait([self = this->shared_from_this()](boost::system::error_code error) {
      if (!error) self->Answer();
    });
  }

  void Answer() {
    const HttpRequest& message = parser_->get();
    Reply reply = request_ ? door_.Answer(std::move(*request_), struck_) : EmptyReply(400);
    response_ = MakeResponse(reply, message);
    Socket().expires_after(kIdle);
    if (reply.delivery || !reply.stream.empty()) {
      std::ostringstream head;
      head << response_.base();
      script_.emplace(head.str(), std::move(response_.body()), std::move(reply.stream),
                      reply.delivery.value_or(Delivery{}));
      return Play();
    }
    boost::beast::http::async_write(
        stream_, response_,
        [self = this->shared_from_this()](boost::system::error_code error, std::size_t bytes) {
          self->Written(error, bytes);
        });
  }

  void Play() {
    const std::string_view piece = script_->Next();
    if (piece.empty()) return End();
    boost::asio::async_write(
        stream_, boost::asio::buffer(piece.data(), piece.size()),
        [self = this->shared_from_this()](boost::system::error_code error, std::size_t bytes) {
          self->door_.stats().CountBytes(bytes);
          if (error) return self->Written(error, 0);
          self->Pause();
        });
  }

  void Pause() {
    Socket().expires_after(kIdle);
    if (script_->delivery().drip_pause.count() == 0) return Play();
    timer_.expires_after(script_->delivery().drip_pause);
    timer_.async_wait([self = this->shared_from_this()](boost::system::error_code error) {
      if (!error) self->Play();
    });
  }

  // What comes after the last byte that is to arrive.
  void End() {
    using End = Delivery::End;
    const End end = script_->delivery().end;
    if (end == End::kStall) return HoldOn();
    if (end == End::kWhole) return Written({}, 0);
    in_flight_.reset();
    boost::system::error_code ignored;
    auto& socket = Socket().socket();
    if (end == End::kClose) return Close();
    if (end == End::kTlsGarbage) {
      static constexpr std::string_view kGarbage = "\x17\x03\x03\x00\x10 no record of TLS";
      boost::asio::write(socket, boost::asio::buffer(kGarbage.data(), kGarbage.size()), ignored);
    }
    if (end == End::kReset) ResetOnClose(socket);
    // Closed without the words by which TLS ends.
    Socket().close();
  }

  // Keeps the connection, says nothing more, until the client leaves.
  void HoldOn() {
    stream_.async_read_some(
        boost::asio::buffer(held_),
        [self = this->shared_from_this()](boost::system::error_code error, std::size_t) {
          if (!error) return self->HoldOn();
          self->in_flight_.reset();
          self->Socket().close();
        });
  }

  void Written(boost::system::error_code error, std::size_t bytes) {
    if (in_flight_) door_.stats().CountBytes(bytes);
    in_flight_.reset();
    if (error || !response_.keep_alive()) return Close();
    response_ = {};
    script_.reset();
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
  std::optional<Request> request_;
  StruckFaults struck_;
  HttpResponse response_;
  std::optional<ScriptedAnswer> script_;
  std::array<char, 1024> held_{};
  std::optional<TrafficStats::InFlight> in_flight_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_HTTP_SESSION_H_
