#include "atoms.hpp"
#include "targets.hpp"

namespace ingest::faults {
namespace {

std::string one_place(Draw& draw, Product product) {
  switch (draw.below(6)) {
    case 0:
      return ",service=iam";
    case 1:
      return "," + listing(product);
    case 2:
      return "," + scans(product);
    case 3:
      return "," + results(product);
    default:
      return {};
  }
}

// Struck at most so often, however the request is repeated.
std::string so_often(Draw& draw, uint64_t times) {
  std::string text = ",times=" + std::to_string(times);
  if (draw.one_in(3)) text += ",count=target";
  if (draw.one_in(3)) text += ",probability=0." + std::to_string(2 + draw.below(8));
  if (draw.one_in(3)) text += ",from=" + std::to_string(1 + draw.below(6));
  return text;
}

std::string status(Draw& draw) {
  static const std::vector<std::string> kCodes = {"408", "429", "500", "502", "503", "504"};
  const std::string text = "status,code=" + draw.pick(kCodes);
  switch (draw.below(8)) {
    case 0:
    case 1:
      return text + ",retry-after=0";
    case 2:
      return text + ",retry-after=date+0";
    default:
      return text;
  }
}

}  // namespace

Atom passing_fault(Draw& draw, Product product, uint64_t times) {
  static const std::vector<std::string> kBroken = {"close",          "close,at=headers",
                                                   "close,at=body",  "reset",
                                                   "reset,at=start", "reset,at=headers",
                                                   "tls-cut",        "tls-cut,at=headers",
                                                   "tls-garbage",    "tls-garbage,at=start",
                                                   "json-cut",       "gzip-corrupt",
                                                   "gzip-cut",       "gzip-plain"};
  static const std::vector<std::string> kConnections = {"accept-close", "accept-reset"};
  switch (draw.below(8)) {
    case 0:
    case 1:
    case 2:
      return {{"kind=" + status(draw) + one_place(draw, product) + so_often(draw, times)}};
    case 3:
      return {{"kind=" + draw.pick(kConnections) + (draw.one_in(3) ? ",service=iam" : "") +
               ",times=" + std::to_string(times)}};
    default:
      return {{"kind=" + draw.pick(kBroken) + one_place(draw, product) + so_often(draw, times)}};
  }
}

Atom slow_passing_fault(Draw& draw, Product product) {
  static const std::vector<std::string> kSlow = {"stall", "drip,bytes=20,ms=100",
                                                 "status,code=429,retry-after=1",
                                                 "status,code=503,retry-after=date+1"};
  return {{"kind=" + draw.pick(kSlow) + "," + results(product) +
           ",times=1,from=" + std::to_string(1 + draw.below(4))}};
}

Atom revocation(Draw& draw) {
  return {{"kind=revoke,times=1,from=" + std::to_string(1 + draw.below(12))}};
}

}  // namespace ingest::faults
