// listener.hpp - a small HTTP server for those who watch: GET and HEAD of a few pages, one request
// a connection. It runs in a thread of its own. What comes is hostile: heads of 8 KiB at most, no
// bodies, each connection done within ten seconds, so many of them at once and no more.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "serve/listen_address.hpp"

namespace ingest::host {

struct Page {
  unsigned status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body;
};

class Listener {
 public:
  // The page at a path, without its query; called on the listener's thread. What it throws is a
  // status 500.
  using Pages = std::function<Page(std::string_view path)>;
  static constexpr std::size_t kMostConnections = 32;

  // Binds and listens before it returns. Throws a Failure (kUsage) when that address can't be had.
  Listener(const ListenAddress& where, Pages pages);
  ~Listener();  // ends all connections and joins the thread
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  const ListenAddress& where() const noexcept { return where_; }  // with the port that it got

 private:
  struct Parts;
  ListenAddress where_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace ingest::host
