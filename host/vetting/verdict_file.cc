// verdict_file.cc - see verdict_file.hpp. Descriptors lie in a list of their own, once each: copies
// of one connector have the same.
#include "vetting/verdict_file.hpp"

#include <google/protobuf/stubs/logging.h>
#include <sodium.h>

#include <boost/json.hpp>
#include <stdexcept>
#include <vector>

#include "diagnostics/plain_text.hpp"
#include "loader/descriptor_check.hpp"

namespace ingest::host {
namespace {

namespace json = boost::json;
using Verdicts = std::map<std::string, RememberedVerdict>;

constexpr int kFormat = 1;
constexpr std::size_t kDigestLength = 64;
constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;

[[noreturn]] void damaged(const char* what) { throw std::runtime_error(what); }

std::string to_base64(const std::string& bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  ::sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), kVariant);
  text.pop_back();  // its end
  return text;
}

v1::ConnectorDescriptor descriptor_of(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  if (::sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &size, nullptr, kVariant) != 0)
    damaged("a descriptor is no base64");
  bytes.resize(size);
  v1::ConnectorDescriptor descriptor;
  const google::protobuf::LogSilencer silent;
  if (!descriptor.ParseFromString(bytes) || !check_descriptor(descriptor).empty())
    damaged("a descriptor makes no sense");
  return descriptor;
}

std::string text_of(const json::object& object, const char* key) {
  const json::string& text = object.at(key).as_string();
  return plain_text({text.data(), text.size()}, 2048);
}

RememberedVerdict verdict_of(const json::object& object,
                             const std::vector<v1::ConnectorDescriptor>& descriptors) {
  RememberedVerdict verdict;
  verdict.stamp = {
      object.at("inode").to_number<std::uint64_t>(), object.at("size").to_number<std::uint64_t>(),
      object.at("mtime").to_number<std::int64_t>(), object.at("ctime").to_number<std::int64_t>()};
  Probe& probe = verdict.probe;
  probe.lasting = true;
  probe.sha256 = text_of(object, "sha256");
  if (probe.sha256.size() != kDigestLength) damaged("a digest is none");
  probe.took = std::chrono::milliseconds(object.at("took_ms").to_number<std::int64_t>());
  const json::value* index = object.if_contains("descriptor");
  probe.ok = index != nullptr;
  if (probe.ok) {
    const auto at = index->to_number<std::size_t>();
    if (at >= descriptors.size()) damaged("a descriptor is missing");
    probe.details = descriptors[at];
  } else {
    probe.reason = text_of(object, "reason");
    probe.hint = text_of(object, "hint");
    if (probe.reason.empty()) damaged("a reason is missing");
  }
  return verdict;
}

json::object object_of(const std::string& path, const RememberedVerdict& verdict) {
  return {{"path", path},
          {"inode", verdict.stamp.inode},
          {"size", verdict.stamp.size},
          {"mtime", verdict.stamp.mtime},
          {"ctime", verdict.stamp.ctime},
          {"sha256", verdict.probe.sha256},
          {"took_ms", std::int64_t{verdict.probe.took.count()}}};
}

}  // namespace

std::string encode_verdicts(const Verdicts& verdicts, const std::string& host) {
  std::map<std::string, std::size_t> known;
  json::array descriptors;
  json::array all;
  for (const auto& [path, verdict] : verdicts) {
    if (all.size() == kMostVerdicts) break;
    if (!is_utf8(path)) continue;
    json::object object = object_of(path, verdict);
    if (verdict.probe.ok) {
      const std::string bytes = verdict.probe.details.SerializeAsString();
      const auto [at, fresh] = known.emplace(bytes, descriptors.size());
      if (fresh) descriptors.emplace_back(to_base64(bytes));
      object["descriptor"] = at->second;
    } else {
      object["reason"] = verdict.probe.reason;
      object["hint"] = verdict.probe.hint;
    }
    all.push_back(std::move(object));
  }
  return json::serialize(json::object{{"format", kFormat},
                                      {"host", host},
                                      {"verdicts", std::move(all)},
                                      {"descriptors", std::move(descriptors)}});
}

Verdicts decode_verdicts(std::string_view text, const std::string& host) {
  const json::value value = json::parse(json::string_view(text.data(), text.size()));
  const json::object& document = value.as_object();
  if (document.at("format") != kFormat || document.at("host").as_string() != host) return {};
  std::vector<v1::ConnectorDescriptor> descriptors;
  for (const json::value& descriptor : document.at("descriptors").as_array()) {
    const json::string& encoded = descriptor.as_string();
    descriptors.push_back(descriptor_of({encoded.data(), encoded.size()}));
  }
  Verdicts verdicts;
  for (const json::value& one : document.at("verdicts").as_array()) {
    const json::object& object = one.as_object();
    const json::string& path = object.at("path").as_string();
    RememberedVerdict verdict = verdict_of(object, descriptors);
    verdict.probe.file = std::string(path.data(), path.size());
    verdicts[std::string(path.data(), path.size())] = std::move(verdict);
    if (verdicts.size() > kMostVerdicts) damaged("there are more than are ever kept");
  }
  return verdicts;
}

}  // namespace ingest::host
