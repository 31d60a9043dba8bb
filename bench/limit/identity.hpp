// identity.hpp - the ids and the fingerprint of a finding, as docs/output.md defines them, written
// again from that page. One thread.
#pragma once

#include <ingest/v1/finding.pb.h>
#include <openssl/evp.h>

#include <string>
#include <string_view>

namespace ingest::bench {

class Identity {
 public:
  Identity();
  ~Identity();
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;

  // Sets id, asset_id and fingerprint.
  void complete(v1::Finding& finding);

 private:
  void begin(std::string_view kind) { text_ = kind; }
  void part(std::string_view text) {
    text_.push_back('\x1F');
    text_.append(text);
  }
  void list(const google::protobuf::RepeatedPtrField<std::string>& texts);
  void end(std::string& id);

  EVP_MD* const md_;
  EVP_MD_CTX* const context_;
  std::string text_;
  std::string asset_text_;  // what asset_id_ is the hash of
  std::string asset_id_;
};

}  // namespace ingest::bench
