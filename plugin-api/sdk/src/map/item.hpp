// item.hpp - a JSON value of a record, as paths find it. Texts and members are borrowed from the
// record's text or from RecordMemory. Plain data.
#pragma once

#include <cstdint>
#include <string_view>

namespace ingest::sdk::map {

struct Node;

struct Item {
  enum class Kind : std::uint8_t {
    kMissing,
    kNull,
    kBool,
    kInteger,
    kNatural,  // too large for kInteger
    kReal,
    kText,
    kArray,
    kObject,
  };

  union {
    std::int64_t integer;
    std::uint64_t natural;  // of a kBool too: 1 is true
    double real;
    const char* chars;
    const Node* first;  // element or member; null when there is none
  };
  std::uint32_t size = 0;  // bytes of the text; elements or members
  Kind kind = Kind::kMissing;

  Item() noexcept : natural(0) {}
  static Item null() noexcept { return Item(Kind::kNull, 0); }
  static Item of(bool b) noexcept {
    Item item(Kind::kBool, 0);
    item.natural = b ? 1 : 0;
    return item;
  }
  static Item of(std::int64_t i) noexcept {
    Item item(Kind::kInteger, 0);
    item.integer = i;
    return item;
  }
  static Item of(std::uint64_t u) noexcept {
    Item item(Kind::kNatural, 0);
    item.natural = u;
    return item;
  }
  static Item of(double d) noexcept {
    Item item(Kind::kReal, 0);
    item.real = d;
    return item;
  }
  // No text of a record has 4 GiB: none is larger than a page.
  static Item of(std::string_view text) noexcept {
    Item item(Kind::kText, static_cast<std::uint32_t>(text.size()));
    item.chars = text.data();
    return item;
  }
  static Item inside(Kind kind, const Node* first, std::uint32_t count) noexcept {
    Item item(kind, count);
    item.first = first;
    return item;
  }

  // Neither missing nor null.
  bool is_there() const noexcept { return kind > Kind::kNull; }
  bool is_object() const noexcept { return kind == Kind::kObject; }
  bool is_array() const noexcept { return kind == Kind::kArray; }
  std::string_view text() const noexcept { return {chars, size}; }  // of kText only

 private:
  Item(Kind what, std::uint32_t count) noexcept : natural(0), size(count), kind(what) {}
};

struct Node {
  Item item;
  std::string_view key;  // of a member
  Node* next = nullptr;
};

// The member, unless it is missing or null. Of what is no object: none.
inline const Item* member_of(const Item& item, std::string_view name) noexcept {
  if (!item.is_object()) return nullptr;
  for (const Node* node = item.first; node != nullptr; node = node->next) {
    if (node->key == name) return node->item.is_there() ? &node->item : nullptr;
  }
  return nullptr;
}

}  // namespace ingest::sdk::map
