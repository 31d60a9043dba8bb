// secret_source.hpp - what ${...} in a connection file stands for, looked up as late as possible.
// Thread-safe, apart from changes to the environment.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connection/connection.hpp"
#include "diagnostics/secret_string.hpp"

namespace ingest::host {

struct Reference {
  enum class Kind { kEnvironment, kFile, kStore };
  Kind kind = Kind::kEnvironment;
  std::string name;  // VAR, PATH, or NAME/key
};

// Empty when text is a literal. Throws std::invalid_argument, with a sentence for people, for what
// starts like a reference but is none.
std::optional<Reference> parse_reference(std::string_view text);

// What a connection refers to, each once: of its config, and of http.
std::vector<Reference> references_of(const Connection& connection);

// Looks references up. Throws std::runtime_error with a sentence that holds no secret.
class SecretSource {
 public:
  using Store = std::function<SecretString(std::string_view name)>;
  using Environment = std::function<std::optional<SecretString>(std::string_view variable)>;
  // folder is what a relative ${file:} starts from. Without a store, ${secret:} says that none is
  // set up. handed_over is asked for variables before the environment is.
  explicit SecretSource(std::filesystem::path folder, Store store = {},
                        Environment handed_over = {});
  SecretString resolve(const Reference& reference) const;

 private:
  std::filesystem::path folder_;
  Store store_;
  Environment handed_over_;
};

}  // namespace ingest::host
