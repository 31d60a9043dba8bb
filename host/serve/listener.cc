// listener.cc - see listener.hpp.
#include "serve/listener.hpp"

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/log.hpp"

namespace ingest::host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::uint32_t kHeadMax = 8192;
constexpr std::chrono::seconds kTimeForAll{10};
constexpr std::chrono::seconds kTimeToLeave{1};
constexpr std::size_t kLateBytesMax = std::size_t{64} << 10U;
constexpr std::chrono::milliseconds kAcceptPause{200};

Page refusal(unsigned status, const std::string& why) {
  return {status, "text/plain; charset=utf-8", why + "\n"};
}

// One connection. It keeps itself alive while something of it is awaited.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const Listener::Pages& pages, std::shared_ptr<void> place)
      : stream_(std::move(socket)), pages_(pages), place_(std::move(place)) {
    parser_.header_limit(kHeadMax);
    parser_.body_limit(std::uint64_t{0});
  }

  void start() {
    stream_.expires_after(kTimeForAll);
    http::async_read_header(
        stream_, buffer_, parser_,
        [self = shared_from_this()](error_code error, std::size_t) { self->on_head(error); });
  }

  void refuse(Page page) {
    stream_.expires_after(kTimeForAll);
    answer(std::move(page), false);
  }

 private:
  void on_head(error_code error) {
    if (error == http::error::header_limit)
      return answer(refusal(431, "the head of the request is larger than 8 KiB"), false);
    if (error == http::error::body_limit) return answer(refusal(413, "no bodies here"), false);
    if (error && error.category() == http::make_error_code(http::error::bad_method).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message)
      return answer(refusal(400, "that is no request"), false);
    if (error) return;  // it went away, or its time is over
    const auto& head = parser_.get();
    const bool is_head = head.method() == http::verb::head;
    if (head.method() != http::verb::get && !is_head)
      return answer(refusal(405, "GET and HEAD only"), false);
    if (head.find(http::field::content_length) != head.end() ||
        head.find(http::field::transfer_encoding) != head.end())
      return answer(refusal(413, "no bodies here"), is_head);
    const std::string_view target(head.target().data(), head.target().size());
    answer(page_at(target.substr(0, target.find('?'))), is_head);
  }

  Page page_at(std::string_view path) const {
    try {
      return pages_(path);
    } catch (const std::exception& e) {
      log(LogLevel::kError, "listen", std::string("a page can't be made: ") + e.what());
      return refusal(500, "this page can't be made now; the log says why");
    }
  }

  void answer(Page page, bool without_body) {
    response_.version(11);
    response_.result(page.status);
    response_.set(http::field::content_type, page.type);
    response_.set(http::field::cache_control, "no-store");
    response_.set("X-Content-Type-Options", "nosniff");
    if (page.status == 405) response_.set(http::field::allow, "GET, HEAD");
    response_.keep_alive(false);
    response_.content_length(page.body.size());
    if (!without_body) response_.body() = std::move(page.body);
    serializer_.emplace(response_);
    auto then = [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) self->leave();
    };
    if (without_body)
      http::async_write_header(stream_, *serializer_, std::move(then));
    else
      http::async_write(stream_, *serializer_, std::move(then));
  }

  // What arrives after the answer is thrown away for a moment: closing at once would take the
  // answer back from whoever is still sending.
  void leave() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(kTimeToLeave);
    discard();
  }

  void discard() {
    stream_.async_read_some(asio::buffer(discarded_),
                            [self = shared_from_this()](error_code error, std::size_t size) {
                              self->late_bytes_ += size;
                              if (!error && self->late_bytes_ < kLateBytesMax) self->discard();
                            });
  }

  beast::tcp_stream stream_;
  const Listener::Pages& pages_;
  std::shared_ptr<void> place_;  // among the connections that there may be
  beast::flat_buffer buffer_{kHeadMax + 1024};
  http::request_parser<http::empty_body> parser_;
  http::response<http::string_body> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  std::array<char, 1024> discarded_{};
  std::size_t late_bytes_ = 0;
};

}  // namespace

struct Listener::Parts {
  explicit Parts(Pages given) : pages(std::move(given)), acceptor(context), pause(context) {}

  void accept() {
    acceptor.async_accept([this](error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (error) return wait_a_little();  // no descriptors left, for one
      take(std::move(socket));
      accept();
    });
  }

  void take(tcp::socket socket) {
    if (here >= 2 * kMostConnections) return;  // not even a word for so many
    ++here;
    const std::shared_ptr<void> place(nullptr, [this](void*) { --here; });
    const auto session = std::make_shared<Session>(std::move(socket), pages, place);
    if (here > kMostConnections)
      session->refuse(refusal(503, "too many connections"));
    else
      session->start();
  }

  void wait_a_little() {
    pause.expires_after(kAcceptPause);
    pause.async_wait([this](error_code error) {
      if (!error) accept();
    });
  }

  // Before the context, so that it outlives the sessions that the context holds.
  std::size_t here = 0;
  Pages pages;
  asio::io_context context{1};
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::thread thread;
};

Listener::Listener(const ListenAddress& where, Pages pages)
    : where_(where), parts_(std::make_unique<Parts>(std::move(pages))) {
  try {
    const tcp::endpoint wanted(asio::ip::make_address(where.address), where.port);
    parts_->acceptor.open(wanted.protocol());
    parts_->acceptor.set_option(tcp::acceptor::reuse_address(true));
    parts_->acceptor.bind(wanted);
    parts_->acceptor.listen(static_cast<int>(kMostConnections));
    where_.port = parts_->acceptor.local_endpoint().port();
  } catch (const boost::system::system_error& error) {
    throw Failure(ExitStatus::kUsage,
                  "can't listen on " + where.text() + ": " + error.code().message(),
                  "choose another address or port; port 0 takes a free one");
  }
  parts_->accept();
  parts_->thread = std::thread([parts = parts_.get()] {
    while (true) {
      try {
        parts->context.run();
        return;
      } catch (const std::exception& e) {  // no memory for one connection ends no other
        log(LogLevel::kError, "listen", e.what());
      }
    }
  });
}

Listener::~Listener() {
  parts_->context.stop();
  parts_->thread.join();
}

}  // namespace ingest::host
