// trust.cc - see trust.hpp.
#include "vetting/trust.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "diagnostics/plain_text.hpp"
#include "loader/connector_fault.hpp"
#include "vetting/minisign.hpp"

namespace ingest::host {
namespace {

constexpr const char* kStage = "asking who vouches for it";
constexpr std::size_t kShownComment = 512;

ConnectorFault refusal(const OpenedFile& file, const std::string& reason, const std::string& hint) {
  return {file.path(), kStage, reason, hint};
}

std::filesystem::path signature_file(const OpenedFile& file) {
  std::filesystem::path path = file.path();
  return path += ".minisig";
}

// Nothing when there is none. Whose it is does not matter: it proves itself.
std::optional<std::string> read_signature(const OpenedFile& file) {
  const std::filesystem::path path = signature_file(file);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) {
    if (errno == ENOENT) return std::nullopt;
    throw refusal(file, path.string() + " cannot be read: " + std::strerror(errno),
                  "check its permissions");
  }
  std::string text(kLargestSignatureFile + 1, '\0');
  struct stat facts {};
  const bool regular = ::fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
  const ssize_t size = regular ? ::pread(descriptor, text.data(), text.size(), 0) : -1;
  ::close(descriptor);
  if (size < 0)
    throw refusal(file, path.string() + " cannot be read", "it should be a file of minisign");
  text.resize(static_cast<std::size_t>(size));
  return text;
}

Trust trust_by_signature(const OpenedFile& file, const std::string& text,
                         const ConnectorRules& rules) {
  const std::string name = signature_file(file).string();
  const auto signature = MinisignSignature::parse(text);
  if (!signature)
    throw refusal(file, name + " is no signature as minisign writes them",
                  "sign the connector again: minisign -S -m FILE.so");
  for (const MinisignKey& key : rules.public_keys) {
    if (key.number != signature->number) continue;
    if (!verify(*signature, key, file.descriptor()))
      throw refusal(file,
                    "its signature by key " + key.id() +
                        " does not hold: the file, or the signature, was changed",
                    "get both again from whoever signed it; do not use this file");
    return {Trust::By::kSignature, key.id(), plain_text(signature->trusted_comment, kShownComment)};
  }
  throw refusal(file,
                "it is signed by key " + signature->key_id() + ", which is not among public_keys",
                "when you trust who holds this key, add it to " + rules.file.string());
}

}  // namespace

std::string trust_text(const Trust& trust) {
  switch (trust.by) {
    case Trust::By::kAnybody:
      return "any";
    case Trust::By::kDigest:
      return "listed";
    case Trust::By::kSignature:
      return "signed by " + trust.key_id;
    case Trust::By::kNobody:
      break;
  }
  return "-";
}

Trust establish_trust(const OpenedFile& file, const std::string& sha256,
                      const ConnectorRules& rules) {
  if (!rules.listed_only) return {Trust::By::kAnybody, {}, {}};
  if (rules.allowed_sha256.contains(sha256)) return {Trust::By::kDigest, {}, {}};
  try {
    if (const auto text = read_signature(file)) return trust_by_signature(file, *text, rules);
  } catch (const ConnectorFault&) {
    throw;
  } catch (const std::runtime_error& e) {
    throw refusal(file, std::string("it ") + e.what(), "sign it again, or list its digest");
  }
  throw refusal(file,
                "nobody vouches for it: its SHA-256 " + sha256 +
                    " is not listed, and it carries no signature",
                "when you trust it, add the SHA-256 to allowed_sha256 in " + rules.file.string() +
                    ", or put a signature beside it (FILE.so.minisig)");
}

}  // namespace ingest::host
