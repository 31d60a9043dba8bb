#include "http/tls_facts.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <ctime>
#include <new>

namespace ingest::host::http {
namespace {

using Facts = std::shared_ptr<TlsFacts>;
constexpr size_t kMaxName = 128;
constexpr int kMaxNames = 3;

void free_facts(void*, void* held, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<Facts*>(held);
}

// Where the facts hang on an SSL_CTX, which libcurl makes anew for each connection.
int facts_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, &free_facts);
  return index;
}

const Facts* facts_of(const SSL* ssl) {
  const SSL_CTX* context = ssl != nullptr ? SSL_get_SSL_CTX(ssl) : nullptr;
  if (context == nullptr) return nullptr;
  return static_cast<const Facts*>(SSL_CTX_get_ex_data(context, facts_index()));
}

// A certificate's texts are the peer's: printable and short before they reach a log.
std::string clean(const unsigned char* text, size_t size) {
  std::string out;
  for (size_t i = 0; i < size && out.size() < kMaxName; ++i) {
    out += text[i] < 0x20 || text[i] == 0x7f ? '?' : static_cast<char>(text[i]);
  }
  return out;
}

std::string entry(const X509_NAME* name, int nid) {
  const int at = X509_NAME_get_index_by_NID(name, nid, -1);
  if (at < 0) return {};
  unsigned char* text = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return {};
  std::string out = clean(text, static_cast<size_t>(size));
  OPENSSL_free(text);
  return out;
}

std::string name_of(const X509_NAME* name) {
  for (const int nid : {NID_commonName, NID_organizationalUnitName, NID_organizationName}) {
    std::string text = entry(name, nid);
    if (!text.empty()) return text;
  }
  return {};
}

std::string one_name(const GENERAL_NAME* name) {
  int type = 0;
  const auto* text = static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(name, &type));
  if (text == nullptr || (type != GEN_DNS && type != GEN_IPADD)) return {};
  const unsigned char* data = ASN1_STRING_get0_data(text);
  const auto size = static_cast<size_t>(ASN1_STRING_length(text));
  if (type == GEN_DNS) return clean(data, size);
  char buffer[INET6_ADDRSTRLEN] = {};
  const char* address = size == 4    ? inet_ntop(AF_INET, data, buffer, sizeof(buffer))
                        : size == 16 ? inet_ntop(AF_INET6, data, buffer, sizeof(buffer))
                                     : nullptr;
  return address != nullptr ? address : "";
}

std::string alternative_names(const X509* certificate) {
  auto* names = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  if (names == nullptr) return {};
  std::string out;
  const int count = sk_GENERAL_NAME_num(names);
  for (int i = 0, shown = 0; i < count && shown < kMaxNames; ++i) {
    const std::string name = one_name(sk_GENERAL_NAME_value(names, i));
    if (name.empty()) continue;
    out += (shown++ == 0 ? "" : ", ") + name;
  }
  GENERAL_NAMES_free(names);
  return out;
}

std::string day(const ASN1_TIME* time) {
  std::tm parts{};
  char text[16] = {};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return std::strftime(text, sizeof(text), "%Y-%m-%d", &parts) > 0 ? text : "";
}

void read_certificate(const X509* certificate, TlsFacts& facts) {
  facts.names = alternative_names(certificate);
  facts.subject = name_of(X509_get_subject_name(certificate));
  if (facts.subject.empty()) facts.subject = facts.names;
  facts.issuer = name_of(X509_get_issuer_name(certificate));
  facts.until = day(X509_get0_notAfter(certificate));
}

// Sees the certificate before it is judged, so that a refused one can be described.
int on_verify(int accepted, X509_STORE_CTX* store) noexcept {
  try {
    const auto* ssl = static_cast<const SSL*>(
        X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    const Facts* facts = facts_of(ssl);
    const X509* leaf = X509_STORE_CTX_get0_cert(store);
    if (facts != nullptr && leaf != nullptr && (*facts)->until.empty()) {
      read_certificate(leaf, **facts);
    }
  } catch (const std::bad_alloc&) {
    return 0;
  }
  return accepted;
}

int on_certificate_request(SSL* ssl, void*) noexcept {
  if (const Facts* facts = facts_of(ssl)) (*facts)->wants_certificate = true;
  return 1;
}

void on_info(const SSL* ssl, int where, int value) noexcept {
  if (where == SSL_CB_READ_ALERT && (value >> 8) == SSL3_AL_FATAL) {
    if (const Facts* facts = facts_of(ssl)) (*facts)->alert = value & 0xff;
    return;
  }
  if ((where & SSL_CB_HANDSHAKE_DONE) == 0) return;
  const Facts* facts = facts_of(ssl);
  if (facts == nullptr || !(*facts)->protocol.empty()) return;
  try {
    (*facts)->cipher = SSL_get_cipher_name(ssl);
    // A resumed session verifies nothing anew, but still knows its certificate.
    const X509* leaf = SSL_get0_peer_certificate(ssl);
    if (leaf != nullptr && (*facts)->until.empty()) read_certificate(leaf, **facts);
    (*facts)->protocol = SSL_get_version(ssl);
  } catch (const std::bad_alloc&) {
    (*facts)->protocol.clear();
  }
}

}  // namespace

std::string TlsFacts::text() const {
  if (protocol.empty() && until.empty()) return {};
  std::string out;
  if (!protocol.empty()) out = protocol + " (" + cipher + "), ";
  out += "CN=" + subject + ", issuer " + issuer + ", until " + until;
  if (wants_certificate) out += ", asks for a client certificate";
  return out;
}

std::shared_ptr<TlsFacts> observe_tls(void* ssl_ctx) {
  auto* context = static_cast<SSL_CTX*>(ssl_ctx);
  auto held = std::make_unique<Facts>(std::make_shared<TlsFacts>());
  Facts facts = *held;
  if (SSL_CTX_set_ex_data(context, facts_index(), held.get()) != 1) throw std::bad_alloc();
  static_cast<void>(held.release());  // the context's now: see free_facts
  SSL_CTX_set_info_callback(context, &on_info);
  SSL_CTX_set_cert_cb(context, &on_certificate_request, nullptr);
  SSL_CTX_set_verify(context, SSL_CTX_get_verify_mode(context), &on_verify);
  return facts;
}

std::shared_ptr<TlsFacts> tls_facts_of(CURL* easy) {
  curl_tlssessioninfo* session = nullptr;
  if (curl().easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || session == nullptr ||
      session->backend != CURLSSLBACKEND_OPENSSL || session->internals == nullptr) {
    return nullptr;
  }
  const Facts* facts = facts_of(static_cast<const SSL*>(session->internals));
  return facts != nullptr ? *facts : nullptr;
}

}  // namespace ingest::host::http
