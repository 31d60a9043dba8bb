#include "http/verdict.hpp"

#include <cerrno>
#include <system_error>

#include "http/attempt_end.hpp"
#include "http/tls_failure.hpp"

namespace ingest::host::http {
namespace {

int phase_reached(const Ending& e) {
  if (e.ready) {
    return e.answering || e.sent ? INGEST_HTTP_PHASE_RECEIVE : INGEST_HTTP_PHASE_SEND;
  }
  if (e.shaking_hands) return INGEST_HTTP_PHASE_TLS;
  if (!e.proxy.empty()) return INGEST_HTTP_PHASE_PROXY;
  return e.resolved ? INGEST_HTTP_PHASE_CONNECT : INGEST_HTTP_PHASE_RESOLVE;
}

int phase_of(const Ending& e) {
  if (blames_certificate(e) && !e.answering) return INGEST_HTTP_PHASE_TLS;
  switch (e.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return e.proxy.empty() ? INGEST_HTTP_PHASE_RESOLVE : INGEST_HTTP_PHASE_PROXY;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return INGEST_HTTP_PHASE_PROXY;
    case CURLE_COULDNT_CONNECT:
      return e.proxy.empty() ? INGEST_HTTP_PHASE_CONNECT : INGEST_HTTP_PHASE_PROXY;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CLIENTCERT:
      return e.proxy_tls && !e.shaking_hands ? INGEST_HTTP_PHASE_PROXY : INGEST_HTTP_PHASE_TLS;
    default:
      return phase_reached(e);
  }
}

// libcurl's words as one line of a sentence.
std::string detail_of(const Ending& e) {
  // What it says of a connection that is gone already tells nobody anything.
  const bool silent = e.detail.empty() || e.detail.starts_with("getpeername");
  std::string text = silent ? curl().easy_strerror(e.code) : e.detail;
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '.')) text.pop_back();
  return text;
}

std::string duration(std::chrono::milliseconds elapsed) {
  const auto ms = elapsed.count();
  return ms < 10000 ? std::to_string(ms) + " ms" : std::to_string(ms / 1000) + " s";
}

std::string so_far(const Ending& e) {
  return std::to_string(e.received) + " bytes of the body arrived";
}

std::string timed_out(const Ending& e, int phase) {
  const std::string after = " timed out after " + duration(e.elapsed);
  switch (phase) {
    case INGEST_HTTP_PHASE_RESOLVE:
      return "resolving " + e.host + after;
    case INGEST_HTTP_PHASE_CONNECT:
      return "connecting to " + e.authority + after;
    case INGEST_HTTP_PHASE_PROXY:
      return "reaching " + e.authority + " through the proxy " + e.proxy + after;
    case INGEST_HTTP_PHASE_TLS:
      return "TLS handshake with " + e.authority + after;
    case INGEST_HTTP_PHASE_SEND:
      return "sending the request to " + e.authority + after;
    default:
      break;
  }
  if (!e.answering) return "waiting for the answer of " + e.authority + after;
  return "receiving the answer of " + e.authority + after + "; " + so_far(e);
}

std::string connect_failure(const Ending& e) {
  const bool proxied = !e.proxy.empty();
  const std::string peer = proxied ? "the proxy " + e.proxy : e.authority;
  if (e.os_error == ECONNREFUSED) return "connection refused by " + peer;
  if (e.os_error != 0) {
    return "could not connect to " + peer + ": " +
           std::system_category().message(static_cast<int>(e.os_error));
  }
  return "could not connect to " + peer + ": " + detail_of(e);
}

std::string proxy_failure(const Ending& e) {
  if (e.code == CURLE_COULDNT_RESOLVE_HOST || e.code == CURLE_COULDNT_RESOLVE_PROXY) {
    return "could not resolve the proxy " + e.proxy;
  }
  if (e.code == CURLE_COULDNT_CONNECT) return connect_failure(e);
  // tinyproxy has 401 for a wrong password.
  const bool refused =
      e.tunnel_status == 407 || e.tunnel_status == 401 || e.proxy_error == CURLPX_USER_REJECTED;
  if (refused && e.proxy_login) {
    return "the proxy " + e.proxy + " refused the user name or the password of http.proxy";
  }
  if (refused || e.proxy_error == CURLPX_NO_AUTH) {
    return "the proxy " + e.proxy + " wants " +
           (e.proxy_login ? "another way to log in than user name and password"
                          : "a user name and a password: http.proxy holds none");
  }
  if (e.tunnel_status >= 100) {
    return "the proxy " + e.proxy + " answered " + std::to_string(e.tunnel_status) +
           " to CONNECT " + e.authority;
  }
  return "the proxy " + e.proxy + " did not reach " + e.authority + ": " + detail_of(e);
}

// Its alert may be lost with the connection.
std::string asked_in_vain(const Ending& e) {
  if (!e.wants_certificate) return {};
  return std::string("; it had asked for a client certificate") +
         (e.has_certificate ? "" : ", and the connection has none");
}

std::string receive_failure(const Ending& e) {
  const bool lost = e.code == CURLE_RECV_ERROR || e.code == CURLE_SEND_ERROR;
  if (e.code == CURLE_GOT_NOTHING || (lost && !e.answering)) {
    return e.authority + " closed the connection without an answer (" + detail_of(e) + ")" +
           asked_in_vain(e);
  }
  if (e.code == CURLE_OK) {
    return "the answer of " + e.authority + " broke off: " + so_far(e) + ", and more must follow";
  }
  if (e.code == CURLE_PARTIAL_FILE || e.code == CURLE_RECV_ERROR || e.code == CURLE_HTTP2_STREAM) {
    return "the answer of " + e.authority + " broke off: " + so_far(e) + " (" + detail_of(e) + ")";
  }
  return "the answer of " + e.authority + " is not usable: " + detail_of(e);
}

ingest_status status_of(const Ending& e) {
  if (e.out_of_memory) return INGEST_E_INTERNAL;
  if (!e.too_large.empty()) return INGEST_E_TOO_LARGE;
  if (!e.corrupt.empty()) return INGEST_E_BAD_DATA;
  switch (e.code) {
    case CURLE_OPERATION_TIMEDOUT:
      return INGEST_E_TIMEOUT;
    case CURLE_COULDNT_CONNECT:
      return e.os_error == ETIMEDOUT ? INGEST_E_TIMEOUT : INGEST_E_UNAVAILABLE;
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return INGEST_E_BAD_DATA;
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
      return INGEST_E_CONFIG;
    case CURLE_FAILED_INIT:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_BAD_FUNCTION_ARGUMENT:
      return INGEST_E_INTERNAL;
    default:
      return INGEST_E_UNAVAILABLE;
  }
}

std::string sentence_of(const Ending& e, int phase, ingest_status status) {
  if (e.out_of_memory) return "out of memory for the answer of " + e.authority;
  if (!e.too_large.empty()) return "the answer of " + e.authority + " is too large: " + e.too_large;
  if (!e.corrupt.empty()) return "the answer of " + e.authority + " is not usable: " + e.corrupt;
  if (status == INGEST_E_TIMEOUT) {
    const bool slow = attempt_end(e) == AttemptEnd::kStalled;
    return slow ? timed_out(e, phase) + ": " + detail_of(e) : timed_out(e, phase);
  }
  switch (phase) {
    case INGEST_HTTP_PHASE_RESOLVE:
      return "could not resolve " + e.host;
    case INGEST_HTTP_PHASE_CONNECT:
      return connect_failure(e);
    case INGEST_HTTP_PHASE_PROXY:
      return proxy_failure(e);
    case INGEST_HTTP_PHASE_TLS:
      return tls_failure(e, detail_of(e));
    case INGEST_HTTP_PHASE_SEND:
      return "sending to " + e.authority + " failed: " + detail_of(e);
    default:
      return receive_failure(e);
  }
}

}  // namespace

Verdict judge(const Ending& e) {
  if (e.code == CURLE_OK && !e.cut_short) return {};
  const int phase = e.code == CURLE_OK ? INGEST_HTTP_PHASE_RECEIVE : phase_of(e);
  const ingest_status status = status_of(e);
  return {status, phase, sentence_of(e, phase, status), attempt_end(e)};
}

Verdict broken_json(const std::string& authority, uint64_t received) {
  return {INGEST_E_UNAVAILABLE, INGEST_HTTP_PHASE_RECEIVE,
          "the answer of " + authority + " broke off: its JSON stops after " +
              std::to_string(received) + " bytes",
          AttemptEnd::kCutShort};
}

const char* phase_name(int phase) {
  switch (phase) {
    case INGEST_HTTP_PHASE_START:
      return "start";
    case INGEST_HTTP_PHASE_RESOLVE:
      return "resolve";
    case INGEST_HTTP_PHASE_CONNECT:
      return "connect";
    case INGEST_HTTP_PHASE_PROXY:
      return "proxy";
    case INGEST_HTTP_PHASE_TLS:
      return "tls";
    case INGEST_HTTP_PHASE_SEND:
      return "send";
    case INGEST_HTTP_PHASE_RECEIVE:
      return "receive";
    default:
      return "done";
  }
}

}  // namespace ingest::host::http
