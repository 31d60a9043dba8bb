// secret_source.cc - see secret_source.hpp.
#include "connection/secret_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kMostBytes = 64U << 10U;

bool is_variable(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

bool is_store_name(std::string_view name) {
  const auto slash = name.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < name.size();
}

SecretString checked_variable(const std::string& name, std::optional<SecretString> value) {
  const auto fail = [&](const char* why) {
    return std::runtime_error("the environment variable " + name + " " + why);
  };
  if (!value) throw fail("is not set");
  if (value->empty()) throw fail("is empty");
  if (!is_utf8(value->reveal())) throw fail("is not UTF-8 text");
  return std::move(*value);
}

std::optional<SecretString> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return SecretString(std::string(value));
}

class File {
 public:
  explicit File(const std::filesystem::path& path)
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

SecretString from_file(const std::filesystem::path& path) {
  const auto fail = [&](const std::string& why) {
    return std::runtime_error("the file " + path.string() + " " + why);
  };
  const File file(path);
  if (file.get() < 0) throw fail(std::string("cannot be opened: ") + std::strerror(errno));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode))
    throw fail("is not a regular file");
  std::string text(kMostBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t n = ::read(file.get(), text.data() + size, text.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw fail(std::string("cannot be read: ") + std::strerror(errno));
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  const bool too_large = size > kMostBytes;
  text.resize(size);
  if (!text.empty() && text.back() == '\n') text.pop_back();
  if (!text.empty() && text.back() == '\r') text.pop_back();
  const bool is_text = is_utf8(text);
  SecretString secret(std::move(text));
  if (too_large) throw fail("is larger than 64 KiB: not a secret");
  if (secret.empty()) throw fail("is empty");
  if (!is_text) throw fail("is not UTF-8 text");
  return secret;
}

}  // namespace

std::optional<Reference> parse_reference(std::string_view text) {
  static const char* const kForms = "${env:VAR}, ${file:PATH} or ${secret:NAME/key}";
  const auto start = text.find("${");
  if (start == std::string_view::npos) return std::nullopt;
  if (start != 0 || text.back() != '}' || text.find('}') != text.size() - 1)
    throw std::invalid_argument(std::string("holds '${' but is not, as a whole, one of ") + kForms);
  const std::string_view inner = text.substr(2, text.size() - 3);
  const std::size_t colon = std::min(inner.find(':'), inner.size());
  const std::string_view kind = inner.substr(0, colon);
  std::string name(inner.substr(std::min(colon + 1, inner.size())));
  if (kind == "env") {
    if (!is_variable(name)) throw std::invalid_argument("names no environment variable in ${env:}");
    return Reference{Reference::Kind::kEnvironment, std::move(name)};
  }
  if (kind == "file") {
    if (name.empty()) throw std::invalid_argument("names no file in ${file:}");
    return Reference{Reference::Kind::kFile, std::move(name)};
  }
  if (kind == "secret") {
    if (!is_store_name(name))
      throw std::invalid_argument("must name a secret as ${secret:NAME/key}");
    return Reference{Reference::Kind::kStore, std::move(name)};
  }
  throw std::invalid_argument(std::string("refers to something unknown; known are ") + kForms);
}

SecretSource::SecretSource(std::filesystem::path folder, Store store, Environment handed_over)
    : folder_(std::move(folder)), store_(std::move(store)), handed_over_(std::move(handed_over)) {}

std::vector<Reference> references_of(const Connection& connection) {
  std::vector<Reference> all;
  const auto add = [&](const ConfigValue& value) {
    std::optional<Reference> found = parse_reference(value.text);
    if (found && std::none_of(all.begin(), all.end(), [&](const Reference& one) {
          return one.kind == found->kind && one.name == found->name;
        }))
      all.push_back(std::move(*found));
  };
  for (const auto& [key, value] : connection.config) add(value);
  add(connection.http.proxy);
  add(connection.http.client_key_password);
  return all;
}

SecretString SecretSource::resolve(const Reference& reference) const {
  switch (reference.kind) {
    case Reference::Kind::kEnvironment:
      if (std::optional<SecretString> handed =
              handed_over_ ? handed_over_(reference.name) : std::nullopt)
        return checked_variable(reference.name, std::move(handed));
      return checked_variable(reference.name, from_environment(reference.name));
    case Reference::Kind::kFile:
      return from_file(folder_ / reference.name);
    case Reference::Kind::kStore:
      break;
  }
  if (!store_)
    throw std::runtime_error("the encrypted store, which ${secret:" + reference.name +
                             "} refers to, is not set up");
  return store_(reference.name);
}

}  // namespace ingest::host
