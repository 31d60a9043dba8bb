#include "throwaway_ca.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace ingest::test {
namespace {

void require(bool good) {
  if (!good) throw std::runtime_error("OpenSSL could not make a certificate for the test");
}

Key make_key() {
  Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  require(key != nullptr);
  return key;
}

void name(X509_NAME* out, const std::string& common_name) {
  const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
  require(X509_NAME_add_entry_by_txt(out, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1);
}

void extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* made = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  require(made != nullptr);
  X509_add_ext(certificate, made, -1);
  X509_EXTENSION_free(made);
}

Certificate blank(const Key& key, const std::string& common_name, int days_valid) {
  static int serial = 1;
  Certificate certificate(X509_new(), &X509_free);
  require(certificate != nullptr);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  const long day = 24 * 60 * 60;
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60 * day);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days_valid * day);
  X509_set_pubkey(certificate.get(), key.get());
  name(X509_get_subject_name(certificate.get()), common_name);
  return certificate;
}

std::string take(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<size_t>(size));
  BIO_free(bio);
  return text;
}

}  // namespace

void Identity::install(SSL_CTX* context) const {
  require(SSL_CTX_use_certificate(context, certificate.get()) == 1);
  require(SSL_CTX_use_PrivateKey(context, key.get()) == 1);
  require(SSL_CTX_add1_chain_cert(context, authority.get()) == 1);
}

std::string Identity::certificate_pem() const {
  BIO* bio = BIO_new(BIO_s_mem());
  require(PEM_write_bio_X509(bio, certificate.get()) == 1);
  return take(bio);
}

std::string Identity::key_pem(const std::string& password) const {
  BIO* bio = BIO_new(BIO_s_mem());
  const auto* secret = reinterpret_cast<const unsigned char*>(password.data());
  const EVP_CIPHER* cipher = password.empty() ? nullptr : EVP_aes_256_cbc();
  require(PEM_write_bio_PrivateKey(bio, key.get(), cipher, secret,
                                   static_cast<int>(password.size()), nullptr, nullptr) == 1);
  return take(bio);
}

ThrowawayCa::ThrowawayCa(const std::string& common_name)
    : key_(make_key()), certificate_(blank(key_, common_name, 30)) {
  X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
  extension(certificate_.get(), certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
  extension(certificate_.get(), certificate_.get(), NID_key_usage, "critical,keyCertSign");
  extension(certificate_.get(), certificate_.get(), NID_subject_key_identifier, "hash");
  require(X509_sign(certificate_.get(), key_.get(), EVP_sha256()) > 0);
  std::string path = (std::filesystem::temp_directory_path() / "ingest-http-ca-XXXXXX").string();
  const int fd = ::mkstemp(path.data());
  require(fd >= 0);
  FILE* file = ::fdopen(fd, "w");
  PEM_write_X509(file, certificate_.get());
  std::fclose(file);
  file_ = path;
}

ThrowawayCa::~ThrowawayCa() {
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
}

Identity ThrowawayCa::issue(const std::string& common_name, const std::string& names,
                            int days_valid) const {
  Identity identity;
  identity.key = make_key();
  identity.certificate = blank(identity.key, common_name, days_valid);
  identity.authority = certificate_;
  X509_set_issuer_name(identity.certificate.get(), X509_get_subject_name(certificate_.get()));
  extension(identity.certificate.get(), certificate_.get(), NID_subject_alt_name, names);
  require(X509_sign(identity.certificate.get(), key_.get(), EVP_sha256()) > 0);
  return identity;
}

}  // namespace ingest::test
