// Tokens of the shape the identity service hands out. Nobody verifies the signature: a client has
// no key for it, and the tenant recognises its tokens by their value.
#ifndef TESTS_FAKE_CHECKMARX_ONE_JWT_H_
#define TESTS_FAKE_CHECKMARX_ONE_JWT_H_

#include <string>
#include <string_view>

namespace fake_cx1 {

std::string Base64(std::string_view bytes);
std::string Base64Url(std::string_view bytes);

// header.payload.signature; the signature part is a digest over the two others and `secret`.
std::string MakeJwt(std::string_view claims_json, std::string_view secret);

// A random (version 4) UUID.
std::string RandomUuid();

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_JWT_H_
