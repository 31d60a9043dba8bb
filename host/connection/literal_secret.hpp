// literal_secret.hpp - what to tell somebody who wrote a secret into a connection file.
// Thread-safe.
#pragma once

#include <algorithm>
#include <cctype>
#include <string>

namespace ingest::host {

inline std::string three_ways(const std::string& key) {
  std::string variable = key;
  std::transform(variable.begin(), variable.end(), variable.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return "write one of\n  " + key + ": ${env:" + variable +
         "}              from an environment variable\n  " + key + ": ${file:/run/secrets/" + key +
         "}   from a file that only you can read\n  " + key + ": ${secret:NAME/" + key +
         "}         from the encrypted store\n"
         "and take the secret out of the file; where others could read it, replace it at its "
         "source";
}

}  // namespace ingest::host
