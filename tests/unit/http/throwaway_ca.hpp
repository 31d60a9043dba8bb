// throwaway_ca.hpp - a certificate authority that lives as long as a test, and what it signs.
#pragma once

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ingest::test {

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;

// A server's certificate, its key, and the authority that signed it.
struct Identity {
  Key key;
  Certificate certificate;
  Certificate authority;
  void install(SSL_CTX* context) const;
  // PEM texts; a password encrypts the key.
  std::string certificate_pem() const;
  std::string key_pem(const std::string& password = "") const;
};

class ThrowawayCa {
 public:
  explicit ThrowawayCa(const std::string& name = "Throwaway CA");
  ~ThrowawayCa();
  ThrowawayCa(const ThrowawayCa&) = delete;
  ThrowawayCa& operator=(const ThrowawayCa&) = delete;

  // PEM file of the authority.
  const std::string& file() const { return file_; }
  // names as in subjectAltName: "DNS:localhost,IP:127.0.0.1".
  Identity issue(const std::string& common_name, const std::string& names,
                 int days_valid = 30) const;

 private:
  Key key_;
  Certificate certificate_;
  std::string file_;
};

}  // namespace ingest::test
