#include "limit/identity.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace ingest::bench {

Identity::Identity() : md_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
  if (EVP_DigestInit_ex2(context_, md_, nullptr) != 1) throw std::runtime_error("no SHA-256");
}

Identity::~Identity() {
  EVP_MD_CTX_free(context_);
  EVP_MD_free(md_);
}

void Identity::end(std::string& id) {
  static constexpr char kDigits[] = "0123456789abcdef";
  unsigned char digest[EVP_MAX_MD_SIZE];
  EVP_DigestUpdate(context_, text_.data(), text_.size());
  EVP_DigestFinal_ex(context_, digest, nullptr);
  EVP_DigestInit_ex2(context_, nullptr, nullptr);
  id.resize(32);
  for (std::size_t i = 0; i < 16; ++i) {
    id[2 * i] = kDigits[digest[i] >> 4U];
    id[2 * i + 1] = kDigits[digest[i] & 0xFU];
  }
}

void Identity::list(const google::protobuf::RepeatedPtrField<std::string>& texts) {
  std::vector<std::string_view> sorted(texts.begin(), texts.end());
  std::sort(sorted.begin(), sorted.end());
  text_.push_back('\x1F');
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0) text_.push_back('\x1E');
    text_.append(sorted[i]);
  }
}

void Identity::complete(v1::Finding& finding) {
  begin("finding");
  part(finding.vendor_product_name());
  part(finding.external_asset_id());
  part(finding.identity_key());
  end(*finding.mutable_id());

  begin("asset");
  part(finding.vendor_product_name());
  part(v1::AssetClass_Name(finding.asset_class()));
  part(finding.external_asset_id());
  if (text_ != asset_text_) {
    asset_text_ = text_;
    end(asset_id_);
  }
  finding.set_asset_id(asset_id_);

  begin("content");
  part(finding.name());
  part(v1::Severity_Name(finding.severity()));
  part(v1::FindingStatus_Name(finding.status()));
  part(v1::TriageState_Name(finding.triage_state()));
  part(finding.source_state());
  part(finding.description());
  const v1::Package& package = finding.package();
  part(package.ecosystem());
  part(package.name());
  part(package.version());
  part(package.identifier());
  part(package.recommended_version());
  const v1::Location& location = finding.location();
  part(location.url());
  part(location.method());
  part(location.path());
  part(location.parameter());
  list(finding.cve_ids());
  list(finding.cwe_ids());
  end(*finding.mutable_fingerprint());
}

}  // namespace ingest::bench
