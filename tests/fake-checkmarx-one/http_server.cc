#include "http_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/strand.hpp>
#include <csignal>
#include <thread>
#include <vector>

#include "broken_accept.h"
#include "http_session.h"

namespace fake_cx1 {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

tcp::acceptor Bind(asio::io_context& context, std::uint16_t port) {
  return tcp::acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), port), true);
}

std::string Field(const HttpRequest& message, boost::beast::string_view name) {
  const auto found = message.find(name);
  return found == message.end() ? std::string() : std::string(found->value());
}

}  // namespace

std::optional<Request> ReadRequest(const HttpRequest& message, ListenerKind listener) {
  Request request;
  request.listener = listener;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  const std::string_view target = request.target;
  const std::size_t question = std::min(target.find('?'), target.size());
  auto segments = PathSegments(target.substr(0, question));
  auto query = FormFields::Parse(target.substr(std::min(question + 1, target.size())));
  if (!segments || !query) return std::nullopt;
  request.segments = std::move(*segments);
  request.query = std::move(*query);
  request.authorization = Field(message, "Authorization");
  request.user_agent = Field(message, "User-Agent");
  request.correlation_id = Field(message, "CorrelationId");
  request.content_type = Field(message, "Content-Type");
  request.accept_encoding = Field(message, "Accept-Encoding");
  request.body = message.body();
  return request;
}

HttpResponse MakeResponse(Reply& reply, const HttpRequest& message) {
  HttpResponse response(static_cast<http::status>(reply.status), message.version());
  response.set(http::field::server, "fake-checkmarx-one");
  if (!reply.content_type.empty()) response.set(http::field::content_type, reply.content_type);
  for (const auto& [name, value] : reply.headers) response.set(name, value);
  response.keep_alive(message.keep_alive());
  response.body() = std::move(reply.body);
  response.prepare_payload();
  if (!reply.stream.empty()) {
    std::uint64_t bytes = 0;
    for (const BodySegment& segment : reply.stream) bytes += segment.bytes;
    response.content_length(bytes);
  }
  return response;
}

struct HttpServer::Parts {
  Parts(const ServerOptions& server, const std::optional<TlsIdentity>& identity)
      : threads(server.threads),
        latency(server.latency_ms),
        context(static_cast<int>(server.threads)),
        signals(context, SIGTERM, SIGINT),
        api(Bind(context, server.port)),
        iam(Bind(context, server.iam_port)),
        admin(Bind(context, 0)) {
    if (!identity) return;
    tls.emplace(asio::ssl::context::tls_server);
    tls->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    tls->use_certificate_chain(asio::buffer(identity->certificate_pem));
    tls->use_private_key(asio::buffer(identity->private_key_pem), asio::ssl::context::pem);
  }

  void Accept(tcp::acceptor& acceptor, ListenerKind kind, FrontDoor& door) {
    acceptor.async_accept(
        asio::make_strand(context),
        [this, &acceptor, kind, &door](boost::system::error_code error, tcp::socket socket) {
          if (error == asio::error::operation_aborted) return;
          if (!error) Serve(std::move(socket), kind, door);
          Accept(acceptor, kind, door);
        });
  }

  void Serve(tcp::socket socket, ListenerKind kind, FrontDoor& door) {
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    if (const FaultPtr fault = door.faults().Accept(kind)) {
      return BrokenAccept::Start(std::move(socket), fault->kind());
    }
    if (tls && kind != ListenerKind::kAdmin) {
      TlsStream stream(PlainStream(std::move(socket)), *tls);
      std::make_shared<HttpSession<TlsStream>>(std::move(stream), door, kind, latency)->Start();
    } else {
      PlainStream stream(std::move(socket));
      std::make_shared<HttpSession<PlainStream>>(std::move(stream), door, kind, latency)->Start();
    }
  }

  const unsigned threads;
  const std::chrono::milliseconds latency;
  std::optional<asio::ssl::context> tls;
  asio::io_context context;
  asio::signal_set signals;
  tcp::acceptor api;
  tcp::acceptor iam;
  tcp::acceptor admin;
};

HttpServer::HttpServer(const ServerOptions& options, const std::optional<TlsIdentity>& identity)
    : parts_(std::make_unique<Parts>(options, identity)) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::api_port() const { return parts_->api.local_endpoint().port(); }
std::uint16_t HttpServer::iam_port() const { return parts_->iam.local_endpoint().port(); }
std::uint16_t HttpServer::admin_port() const { return parts_->admin.local_endpoint().port(); }

void HttpServer::Start(FrontDoor& door) {
  parts_->Accept(parts_->api, ListenerKind::kApi, door);
  parts_->Accept(parts_->iam, ListenerKind::kIam, door);
  parts_->Accept(parts_->admin, ListenerKind::kAdmin, door);
  parts_->signals.async_wait([this](boost::system::error_code, int) { parts_->context.stop(); });
}

void HttpServer::RunUntilSignal() {
  std::vector<std::thread> helpers;
  for (unsigned i = 1; i < parts_->threads; ++i) {
    helpers.emplace_back([this] { parts_->context.run(); });
  }
  parts_->context.run();
  for (std::thread& helper : helpers) helper.join();
}

}  // namespace fake_cx1
