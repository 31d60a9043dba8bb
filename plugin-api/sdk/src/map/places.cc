#include "ingest/sdk/map/places.hpp"

#include <charconv>

namespace ingest::sdk {
namespace {

std::string unescaped(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool escape = token[i] == '~' && i + 1 < token.size();
    if (escape) ++i;
    out += !escape ? token[i] : token[i] == '1' ? '/' : '~';
  }
  return out;
}

const Places::Node* inside(const Places::Node& node, std::string_view token) {
  if (!node.mapping) {
    std::size_t index = 0;
    const auto read = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool good = read.ec == std::errc() && read.ptr == token.data() + token.size();
    return good && index < node.inside.size() ? &node.inside[index] : nullptr;
  }
  const std::string key = unescaped(token);
  for (const Places::Node& member : node.inside) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

}  // namespace

const Places::Node& Places::find(std::string_view pointer) const {
  const Node* node = &root_;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = pointer.find('/');
    const Node* next = inside(*node, pointer.substr(0, end));
    if (next == nullptr) break;
    node = next;
    pointer = end == std::string_view::npos ? std::string_view() : pointer.substr(end);
  }
  return *node;
}

Place Places::value(std::string_view pointer) const { return find(pointer).value_at; }

Place Places::key(std::string_view pointer) const {
  const Node& node = find(pointer);
  return node.key_at.line == 0 ? node.value_at : node.key_at;
}

}  // namespace ingest::sdk
