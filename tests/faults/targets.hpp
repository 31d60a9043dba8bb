// targets.hpp - where in the API a fault is put, in the words of the tenant's SPECs.
#pragma once

#include <string>
#include <vector>

#include "faulty_tenant.hpp"

namespace ingest::faults {

// Kinds of faults that end what they strike wherever they strike it, when they do not pass.
inline const std::vector<std::string>& lasting_kinds() {
  static const std::vector<std::string> kKinds = {"status,code=400",
                                                  "status,code=404",
                                                  "status,code=408",
                                                  "status,code=429",
                                                  "status,code=500",
                                                  "status,code=502",
                                                  "status,code=503",
                                                  "status,code=504",
                                                  "redirect",
                                                  "close",
                                                  "close,at=body",
                                                  "reset",
                                                  "tls-garbage",
                                                  "json-cut",
                                                  "gzip-corrupt",
                                                  "html",
                                                  "empty",
                                                  "null",
                                                  "array",
                                                  "text",
                                                  "garbage,bytes=200000",
                                                  "nesting"};
  return kKinds;
}

inline std::string listing(Product product) {
  return product == Product::kSca ? "match=/api/projects?" : "match=/scans/environments?";
}
// The page of the listing that begins with this item.
inline std::string listing_from(Product product, uint64_t item) {
  const std::string number = std::to_string(item);
  return listing(product) + (product == Product::kSca ? ",match=offset=" + number + "&"
                                                      : ",match=from=" + number + "&");
}
// What tells which scan of a unit counts.
inline std::string scans(Product product) {
  return product == Product::kSca ? "match=/last-scan" : "match=/scans/scans?";
}
inline std::string results(Product product) {
  return product == Product::kSca ? "match=/api/results?" : "match=/mfe-results/results/";
}
inline std::string results_of(Product product, const Unit& unit) {
  return results(product) + ",match=" + unit.scan_id;
}
// The second page of a unit's results.
inline std::string second_page_of(Product product, const Unit& unit) {
  return results_of(product, unit) +
         (product == Product::kSca ? ",match=offset=1" : ",match=page=2&");
}

}  // namespace ingest::faults
