#include "http/body_memory.hpp"

#include <utility>

namespace ingest::host::http {

struct BodyMemory::Body {
  Body(std::shared_ptr<Ledger> ledger, std::string text)
      : ledger_(std::move(ledger)), text_(std::move(text)), size_(text_.capacity()) {
    ledger_->used += size_;
  }
  ~Body() {
    std::string().swap(text_);  // first: whoever is told finds it gone
    ledger_->freed(size_);
  }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  const std::shared_ptr<Ledger> ledger_;
  std::string text_;
  const std::uint64_t size_;
};

void BodyMemory::Ledger::freed(std::uint64_t size) noexcept {
  used -= size;
  if (!wanted.exchange(false)) return;
  const std::lock_guard lock(mutex);
  if (on_freed) on_freed();
}

void BodyMemory::Ledger::stop() noexcept {
  const std::lock_guard lock(mutex);
  on_freed = nullptr;
}

BodyMemory::BodyMemory(std::function<void()> on_freed) : ledger_(std::make_shared<Ledger>()) {
  ledger_->on_freed = std::move(on_freed);
}

BodyMemory::~BodyMemory() { ledger_->stop(); }

std::shared_ptr<const std::string> BodyMemory::keep(std::string body) {
  auto kept = std::make_shared<Body>(ledger_, std::move(body));
  const std::string* text = &kept->text_;
  return {std::move(kept), text};
}

}  // namespace ingest::host::http
