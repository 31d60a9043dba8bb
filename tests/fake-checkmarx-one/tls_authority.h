// A certificate authority that lives as long as the process: it issues one server certificate for
// localhost and 127.0.0.1, and its own certificate is what a client must trust.
#ifndef TESTS_FAKE_CHECKMARX_ONE_TLS_AUTHORITY_H_
#define TESTS_FAKE_CHECKMARX_ONE_TLS_AUTHORITY_H_

#include <string>

namespace fake_cx1 {

struct TlsIdentity {
  std::string ca_pem;
  std::string certificate_pem;
  std::string private_key_pem;
};

// Throws std::runtime_error.
TlsIdentity MakeTlsIdentity();

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_TLS_AUTHORITY_H_
