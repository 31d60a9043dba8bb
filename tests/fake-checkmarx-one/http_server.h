// Listeners on 127.0.0.1 over one pool of threads: the API's, the identity service's, and a third
// for tests, which speaks plain HTTP and is never struck by a fault.
#ifndef TESTS_FAKE_CHECKMARX_ONE_HTTP_SERVER_H_
#define TESTS_FAKE_CHECKMARX_ONE_HTTP_SERVER_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "front_door.h"
#include "options.h"
#include "tls_authority.h"

namespace fake_cx1 {

class HttpServer {
 public:
  // Binds all ports at once, so that they are known before the first request is served. Without
  // an identity it speaks plain HTTP. Throws boost::system::system_error.
  HttpServer(const ServerOptions& options, const std::optional<TlsIdentity>& identity);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t api_port() const;
  std::uint16_t iam_port() const;
  std::uint16_t admin_port() const;

  // Begins to accept; clients that connected since construction are served now. `door` must
  // outlive the server.
  void Start(FrontDoor& door);
  // Returns after SIGTERM or SIGINT.
  void RunUntilSignal();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_HTTP_SERVER_H_
