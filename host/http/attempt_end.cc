#include "http/attempt_end.hpp"

#include <string_view>

#include "http/tls_failure.hpp"

namespace ingest::host::http {
namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// OpenSSL has an error of its own where it refuses the other side, or is refused by it, and that
// stays so. Where there is none the line was cut; and what is no TLS at all is somebody in between
// who stands in for a server that is away.
AttemptEnd of_handshake(const Ending& e) {
  if (!contains(e.detail, "error:")) return AttemptEnd::kConnection;
  for (const char* passing : {"unexpected eof", "internal error", "wrong version number",
                              "packet length too long", "bad record", "http request"}) {
    if (contains(e.detail, passing)) return AttemptEnd::kConnection;
  }
  return AttemptEnd::kHopeless;
}

// The proxy's answer to CONNECT: its 5xx speak of the way to the target.
AttemptEnd of_tunnel(long status) {
  const bool passing = status >= 500 || status == 408 || status == 429;
  return passing ? AttemptEnd::kConnection : AttemptEnd::kHopeless;
}

AttemptEnd of_socks(long error) {
  switch (error) {
    case CURLPX_USER_REJECTED:
    case CURLPX_NO_AUTH:
    case CURLPX_REPLY_NOT_ALLOWED:
    case CURLPX_REPLY_COMMAND_NOT_SUPPORTED:
    case CURLPX_REPLY_ADDRESS_TYPE_NOT_SUPPORTED:
    case CURLPX_BAD_VERSION:
    case CURLPX_LONG_HOSTNAME:
    case CURLPX_LONG_PASSWD:
    case CURLPX_LONG_USER:
      return AttemptEnd::kHopeless;
    default:
      return AttemptEnd::kConnection;
  }
}

}  // namespace

AttemptEnd attempt_end(const Ending& e) {
  if (e.out_of_memory || !e.too_large.empty()) return AttemptEnd::kHopeless;
  if (!e.corrupt.empty()) return AttemptEnd::kCorrupt;
  if (blames_certificate(e) && e.code != CURLE_OK) return AttemptEnd::kHopeless;
  switch (e.code) {
    case CURLE_OK:
      return e.cut_short ? AttemptEnd::kCutShort : AttemptEnd::kAnswered;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return AttemptEnd::kUnresolved;
    case CURLE_OPERATION_TIMEDOUT:
      return contains(e.detail, "too slow") ? AttemptEnd::kStalled : AttemptEnd::kTimeout;
    case CURLE_PARTIAL_FILE:
      return AttemptEnd::kCutShort;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:  // no HTTP at all came back
    case CURLE_BAD_CONTENT_ENCODING:
      return AttemptEnd::kCorrupt;
    case CURLE_PROXY:
      return of_socks(e.proxy_error);
    case CURLE_SSL_CONNECT_ERROR:
      return of_handshake(e);
    case CURLE_RECV_ERROR:
      if (!e.ready && e.tunnel_status >= 300) return of_tunnel(e.tunnel_status);
      return AttemptEnd::kConnection;
    case CURLE_COULDNT_CONNECT:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return AttemptEnd::kConnection;
    default:
      return AttemptEnd::kHopeless;
  }
}

}  // namespace ingest::host::http
