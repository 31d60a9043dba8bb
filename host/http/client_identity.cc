#include "http/client_identity.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <new>
#include <system_error>

#include "diagnostics/failure.hpp"

namespace ingest::host::http {
namespace {

constexpr std::streamsize kMaxFile = 1 << 20;

struct Closer {
  void operator()(BIO* bio) const noexcept { BIO_free(bio); }
  void operator()(X509* certificate) const noexcept { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using Bio = std::unique_ptr<BIO, Closer>;

[[noreturn]] void reject(const std::string& what, const std::string& hint) {
  ERR_clear_error();
  throw Failure(ExitStatus::kConfig, what, hint);
}

Bio open(const std::string& path, const char* what) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    reject("cannot read the " + std::string(what) + " " + path + ": " +
               std::generic_category().message(errno),
           "correct http.client_cert or http.client_key, or the file's permissions");
  }
  Bio bio(BIO_new(BIO_s_secmem()));
  if (!bio) throw std::bad_alloc();
  char piece[4096];
  std::streamsize size = 0;
  while (file.read(piece, sizeof(piece)), file.gcount() > 0) {
    size += file.gcount();
    if (size > kMaxFile) reject(path + " is too large for a " + what, "give the PEM file itself");
    BIO_write(bio.get(), piece, static_cast<int>(file.gcount()));
  }
  OPENSSL_cleanse(piece, sizeof(piece));
  return bio;
}

struct Password {
  const std::string& text;
  bool asked = false;
};

int give_password(char* out, int size, int, void* context) {
  auto& password = *static_cast<Password*>(context);
  password.asked = true;
  const size_t length = std::min(password.text.size(), static_cast<size_t>(std::max(0, size)));
  std::memcpy(out, password.text.data(), length);
  // With none at hand: no password at all, rather than an empty one.
  return length == 0 ? -1 : static_cast<int>(length);
}

std::unique_ptr<X509, Closer> read_certificate(const std::string& path) {
  const Bio bio = open(path, "client certificate");
  std::unique_ptr<X509, Closer> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (!certificate) {
    reject("the client certificate " + path + " holds no certificate in PEM form",
           "give a text file with a block -----BEGIN CERTIFICATE-----, the client's own first");
  }
  return certificate;
}

std::unique_ptr<EVP_PKEY, Closer> read_key(const std::string& path, const std::string& secret) {
  const Bio bio = open(path, "client key");
  Password password{secret};
  std::unique_ptr<EVP_PKEY, Closer> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, &give_password, &password));
  if (key) return key;
  if (!password.asked) {
    reject("the client key " + path + " holds no private key in PEM form",
           "give a text file with a block such as -----BEGIN PRIVATE KEY-----");
  }
  if (secret.empty()) {
    reject("the client key " + path + " is encrypted, and there is no http.client_key_password",
           "set http.client_key_password to a reference such as ${env:CLIENT_KEY_PASSWORD}");
  }
  reject("the client key " + path + " cannot be decrypted with http.client_key_password",
         "check what http.client_key_password refers to");
}

}  // namespace

void check_client_identity(const HttpSettings& settings) {
  if (settings.client_cert.empty()) return;
  const auto certificate = read_certificate(settings.client_cert);
  const auto key = read_key(settings.client_key, settings.client_key_password);
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    reject("the client key " + settings.client_key + " does not belong to the client certificate " +
               settings.client_cert,
           "give the key that the certificate was issued for");
  }
}

}  // namespace ingest::host::http
