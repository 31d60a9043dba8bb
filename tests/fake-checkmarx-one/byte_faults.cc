#include "byte_faults.h"

#include <algorithm>

#include "gzip.h"

namespace fake_cx1 {

void SpoilBytes(const FaultSpec& fault, Reply& reply) {
  std::string& body = reply.body;
  if (fault.kind() == "json-cut") {
    body.resize(body.size() / 2);
    return;
  }
  if (fault.kind() != "gzip-plain") body = Gzip(body);
  if (fault.kind() == "gzip-cut") body.resize(body.size() / 2);
  if (fault.kind() == "gzip-corrupt") {
    // Behind the header of ten bytes: a block type that does not exist, and noise.
    for (std::size_t i = 10; i < std::min<std::size_t>(body.size(), 64); ++i) body[i] = '\xFF';
  }
  reply.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace fake_cx1
