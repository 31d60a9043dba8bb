// places.hpp - where in a YAML text the values of its JSON form stand. Immutable once filled, so
// thread-safe; library ingest_map_yaml.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ingest::sdk {

// From 1; a column counts bytes. 0: not known.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool operator==(const Place&) const = default;
};

class Places {
 public:
  // One value. Its elements have no key and stand in order.
  struct Node {
    std::string key;
    Place key_at;
    Place value_at;
    std::vector<Node> inside;
    bool mapping = false;
  };

  Places() = default;
  explicit Places(Node root) : root_(std::move(root)) {}

  // Of the value at a JSON pointer (RFC 6901; "" is the whole), or of the innermost that there is
  // on the way to it.
  Place value(std::string_view pointer) const;
  // Of its key; of an element, which has none, as value().
  Place key(std::string_view pointer) const;

 private:
  const Node& find(std::string_view pointer) const;
  Node root_;
};

}  // namespace ingest::sdk
