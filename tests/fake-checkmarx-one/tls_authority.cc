#include "tls_authority.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace fake_cx1 {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free_all>>;

void Require(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

Key MakeKey() {
  Key key(EVP_EC_gen("P-256"));
  Require(key != nullptr, "cannot make a P-256 key");
  return key;
}

void AddExtension(X509* subject, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, subject, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  Require(extension != nullptr, "cannot make a certificate extension");
  Require(X509_add_ext(subject, extension.get(), -1) == 1, "cannot add an extension");
}

void SetRandomSerial(X509* certificate) {
  std::array<unsigned char, 8> bytes{};
  Require(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "no random bytes");
  std::uint64_t serial = 0;
  for (const unsigned char byte : bytes) serial = serial << 8U | byte;
  Require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U) == 1,
          "cannot set the serial number");
}

Certificate MakeUnsigned(EVP_PKEY* key, const char* common_name) {
  Certificate certificate(X509_new());
  Require(certificate != nullptr, "out of memory");
  Require(X509_set_version(certificate.get(), X509_VERSION_3) == 1, "cannot set the version");
  SetRandomSerial(certificate.get());
  // From an hour ago, so that a client with a slow clock accepts it.
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 14L * 24 * 3600);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  std::array<unsigned char, 64> text{};
  int length = 0;
  for (const char* c = common_name; *c != '\0'; ++c) {
    text.at(static_cast<std::size_t>(length++)) = static_cast<unsigned char>(*c);
  }
  Require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text.data(), length, -1, 0) == 1,
          "cannot set the subject");
  Require(X509_set_pubkey(certificate.get(), key) == 1, "cannot set the public key");
  return certificate;
}

std::string Drain(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  Require(size > 0 && data != nullptr, "cannot write PEM");
  return std::string(data, static_cast<std::size_t>(size));
}

std::string Pem(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  Require(PEM_write_bio_X509(memory.get(), certificate) == 1, "cannot write a certificate");
  return Drain(memory.get());
}

std::string Pem(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_mem()));
  Require(PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "cannot write a key");
  return Drain(memory.get());
}

}  // namespace

TlsIdentity MakeTlsIdentity() {
  const Key ca_key = MakeKey();
  const Certificate ca = MakeUnsigned(ca_key.get(), "fake-checkmarx-one test CA");
  Require(X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get())) == 1, "issuer");
  AddExtension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  AddExtension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  AddExtension(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  Require(X509_sign(ca.get(), ca_key.get(), EVP_sha256()) > 0, "cannot sign the CA");

  const Key key = MakeKey();
  const Certificate leaf = MakeUnsigned(key.get(), "localhost");
  Require(X509_set_issuer_name(leaf.get(), X509_get_subject_name(ca.get())) == 1, "issuer");
  AddExtension(leaf.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE");
  AddExtension(leaf.get(), ca.get(), NID_key_usage, "critical,digitalSignature");
  AddExtension(leaf.get(), ca.get(), NID_ext_key_usage, "serverAuth");
  AddExtension(leaf.get(), ca.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  AddExtension(leaf.get(), ca.get(), NID_subject_key_identifier, "hash");
  AddExtension(leaf.get(), ca.get(), NID_authority_key_identifier, "keyid:always");
  Require(X509_sign(leaf.get(), ca_key.get(), EVP_sha256()) > 0, "cannot sign the certificate");

  return TlsIdentity{Pem(ca.get()), Pem(leaf.get()), Pem(key.get())};
}

}  // namespace fake_cx1
