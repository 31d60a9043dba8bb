#include "http/response_store.hpp"

#include <iterator>
#include <utility>
#include <vector>

namespace ingest::host::http {
namespace {

uintptr_t address(const void* p) { return reinterpret_cast<uintptr_t>(p); }

}  // namespace

void Response::seal() noexcept {
  const auto point = [](const std::string& text) { return ingest_bytes{text.data(), text.size()}; };
  table.struct_size = sizeof(table);
  table.url = point(url);
  table.headers = point(headers);
  table.body = body ? point(*body) : ingest_bytes{nullptr, 0};
  table.error = point(error);
  table.remote = point(remote);
  table.tls = point(tls);
}

const ingest_http_response* ResponseStore::keep(std::unique_ptr<Response> response,
                                                const CallQueue* owner) {
  response->seal();
  const ingest_http_response* table = &response->table;
  const std::lock_guard lock(mutex_);
  if (response->body && !response->body->empty()) {
    bodies_.emplace(address(response->body->data()), response->body);
  }
  responses_.emplace(table, Held{std::move(response), owner});
  return table;
}

void ResponseStore::drop_body(const Response& response) noexcept {
  if (response.body && !response.body->empty()) bodies_.erase(address(response.body->data()));
}

const CallQueue* ResponseStore::release(const ingest_http_response* table) noexcept {
  Responses::node_type gone;  // freed after the lock: a large body takes its time
  const std::lock_guard lock(mutex_);
  const auto found = responses_.find(table);
  if (found == responses_.end()) return nullptr;
  drop_body(*found->second.response);
  gone = responses_.extract(found);
  return gone.mapped().owner;
}

void ResponseStore::release_all(const CallQueue* owner) noexcept {
  const std::lock_guard lock(mutex_);
  for (auto it = responses_.begin(); it != responses_.end();) {
    if (it->second.owner == owner) {
      drop_body(*it->second.response);
      it = responses_.erase(it);
    } else {
      ++it;
    }
  }
}

std::shared_ptr<const std::string> ResponseStore::share_body(const void* data, size_t size) const {
  if (data == nullptr || size == 0) return nullptr;
  const uintptr_t first = address(data);
  const std::lock_guard lock(mutex_);
  const auto after = bodies_.upper_bound(first);
  if (after == bodies_.begin()) return nullptr;
  const auto& [start, body] = *std::prev(after);
  const uintptr_t offset = first - start;
  const bool inside = offset <= body->size() && size <= body->size() - offset;
  return inside ? body : nullptr;
}

}  // namespace ingest::host::http
