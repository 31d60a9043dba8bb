// finding_facts.cc - see finding_facts.hpp.
#include "state/finding_facts.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

namespace ingest::host {

bool read_facts(std::string_view record, FindingFacts& facts) {
  using google::protobuf::internal::WireFormatLite;
  constexpr auto kBytes = WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
  facts.id.clear();
  facts.fingerprint.clear();
  facts.name.clear();
  facts.severity = v1::SEVERITY_UNSPECIFIED;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(record.data()),
                                            static_cast<int>(record.size()));
  const auto text = [&in](std::string& into) {
    std::uint32_t size = 0;
    return in.ReadVarint32(&size) && in.ReadString(&into, static_cast<int>(size));
  };
  while (const std::uint32_t tag = in.ReadTag()) {
    std::uint32_t number = 0;
    bool good = true;
    if (tag == WireFormatLite::MakeTag(v1::Finding::kIdFieldNumber, kBytes)) {
      good = text(facts.id);
    } else if (tag == WireFormatLite::MakeTag(v1::Finding::kFingerprintFieldNumber, kBytes)) {
      good = text(facts.fingerprint);
    } else if (tag == WireFormatLite::MakeTag(v1::Finding::kNameFieldNumber, kBytes)) {
      good = text(facts.name);
    } else if (tag == WireFormatLite::MakeTag(v1::Finding::kSeverityFieldNumber,
                                              WireFormatLite::WIRETYPE_VARINT)) {
      good = in.ReadVarint32(&number);
      if (v1::Severity_IsValid(static_cast<int>(number)))
        facts.severity = static_cast<v1::Severity>(number);
    } else {
      good = WireFormatLite::SkipField(&in, tag);
    }
    if (!good) return false;
  }
  return in.ConsumedEntireMessage() && !facts.id.empty();
}

}  // namespace ingest::host
