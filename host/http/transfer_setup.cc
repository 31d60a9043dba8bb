#include <algorithm>
#include <new>
#include <stdexcept>
#include <string>

#include "http/transfer.hpp"
#include "http/transfer_callbacks.hpp"

namespace ingest::host::http {
namespace {

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  const CURLcode code = curl().easy_setopt(easy, option, value);
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLE_OK) {
    throw std::runtime_error("libcurl refused option " + std::to_string(option) + ": " +
                             curl().easy_strerror(code));
  }
}

void set(CURL* easy, CURLoption option, const std::string& value) {
  set(easy, option, value.c_str());
}

}  // namespace

void Transfer::set_up(const Wiring& wiring, Clock::time_point now) {
  answer_.begin(request_->max_body > 0 ? request_->max_body : wiring.settings.max_body);
  words_[0] = '\0';
  tls_.reset();
  handshakes_ = 0;
  tried_.clear();
  remote_.clear();
  ready_ = false;
  out_of_memory_ = false;
  http_status_ = 0;
  http_version_ = 0;

  curl().easy_reset(easy());  // of the exchange before a redirect
  set(easy(), CURLOPT_PRIVATE, static_cast<void*>(this));
  set(easy(), CURLOPT_ERRORBUFFER, words_.data());
  set_up_connection(wiring);
  if (request_->connect_only()) {
    set(easy(), CURLOPT_CONNECT_ONLY, 1L);
  } else {
    set_up_message();
    set(easy(), CURLOPT_USERAGENT, wiring.user_agent);
  }
  const auto& s = wiring.settings;
  const auto whole =
      request_->timeout_ms > 0 ? std::chrono::milliseconds(request_->timeout_ms) : s.timeout;
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_);
  const long left = static_cast<long>(std::max<int64_t>(1, (whole - spent).count()));
  const long connect = static_cast<long>(std::max<int64_t>(1, s.connect_timeout.count()));
  set(easy(), CURLOPT_TIMEOUT_MS, left);
  set(easy(), CURLOPT_CONNECTTIMEOUT_MS, std::min(left, connect));
  low_speed_limit_ = static_cast<long>(s.low_speed_limit);
  low_speed_time_ = static_cast<long>(s.low_speed_time.count());
}

void Transfer::set_up_connection(const Wiring& wiring) {
  const auto& s = wiring.settings;
  set(easy(), CURLOPT_URL, target_.url);
  set(easy(), CURLOPT_PATH_AS_IS, 1L);
  set(easy(), CURLOPT_PROTOCOLS_STR, target_.scheme);
  set(easy(), CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(easy(), CURLOPT_NOSIGNAL, 1L);
  // Without it a cancelled request waits for the resolver, and all others with it.
  set(easy(), CURLOPT_QUICK_EXIT, 1L);
  set(easy(), CURLOPT_TCP_KEEPALIVE, 1L);
  set(easy(), CURLOPT_OPENSOCKETFUNCTION, &TransferCallbacks::open_socket);
  set(easy(), CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  set(easy(), CURLOPT_PREREQFUNCTION, &TransferCallbacks::ready);
  set(easy(), CURLOPT_PREREQDATA, static_cast<void*>(this));
  // libcurl repeats a request by itself when a pooled connection turns out to be dead.
  const bool fresh = request_->connect_only() || !request_->may_repeat();
  set(easy(), CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
  // HTTP/2 begins with a preface of the client's; a connection that is only tried sends nothing.
  set(easy(), CURLOPT_HTTP_VERSION,
      static_cast<long>(request_->connect_only() ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS));

  const std::string& proxy = wiring.proxies.for_target(target_);
  proxy_ = proxy.empty() ? std::string() : wiring.proxies.authority();
  proxy_tls_ = proxy.starts_with("https:");
  proxy_login_ = proxy.find('@') != std::string::npos;
  has_certificate_ = !s.client_cert.empty();
  set(easy(), CURLOPT_PROXY, proxy);  // empty: not the environment's either
  set(easy(), CURLOPT_NOPROXY, "");
  set(easy(), CURLOPT_HTTPPROXYTUNNEL, 1L);
  set(easy(), CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(easy(), CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));

  set(easy(), CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy(), CURLOPT_PROXY_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy(), CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy(), CURLOPT_SSL_VERIFYHOST, 2L);
  // A resumed session shows neither the certificate nor that the server asks for one of ours.
  set(easy(), CURLOPT_SSL_SESSIONID_CACHE, 0L);
  set(easy(), CURLOPT_SSL_CTX_FUNCTION, &TransferCallbacks::tls_context);
  set(easy(), CURLOPT_SSL_CTX_DATA, static_cast<void*>(this));
  if (!s.ca_file.empty()) {
    const char* none = nullptr;
    set(easy(), CURLOPT_CAINFO, s.ca_file);
    set(easy(), CURLOPT_CAPATH, none);
    set(easy(), CURLOPT_PROXY_CAINFO, s.ca_file);
    set(easy(), CURLOPT_PROXY_CAPATH, none);
  }
  if (!s.client_cert.empty()) {
    set(easy(), CURLOPT_SSLCERT, s.client_cert);
    set(easy(), CURLOPT_SSLKEY, s.client_key);
    if (!s.client_key_password.empty()) set(easy(), CURLOPT_KEYPASSWD, s.client_key_password);
  }
}

void Transfer::set_up_message() {
  set(easy(), CURLOPT_HTTPHEADER, request_->headers.list.get());
  set(easy(), CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  set(easy(), CURLOPT_HTTP_CONTENT_DECODING, 0L);  // see ContentDecoder
  set(easy(), CURLOPT_HEADERFUNCTION, &TransferCallbacks::header);
  set(easy(), CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(easy(), CURLOPT_WRITEFUNCTION, &TransferCallbacks::body);
  set(easy(), CURLOPT_WRITEDATA, static_cast<void*>(this));
  const std::string& method = request_->method;
  if (method == "HEAD") {
    set(easy(), CURLOPT_NOBODY, 1L);
    return;
  }
  const bool has_body =
      !request_->body.empty() || method == "POST" || method == "PUT" || method == "PATCH";
  if (has_body) {
    set(easy(), CURLOPT_POST, 1L);
    set(easy(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_->body.size()));
    set(easy(), CURLOPT_POSTFIELDS, request_->body.data());
  }
  if (method != (has_body ? "POST" : "GET")) set(easy(), CURLOPT_CUSTOMREQUEST, method);
}

}  // namespace ingest::host::http
