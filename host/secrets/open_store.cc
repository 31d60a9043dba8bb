// open_store.cc - see open_store.hpp.
#include "secrets/open_store.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "diagnostics/failure.hpp"
#include "secrets/store_file.hpp"

namespace ingest::host {
namespace {

bool belongs_to(const SealedSecret& secret, std::string_view connection) {
  return std::string_view(secret.name).substr(0, secret.name.find('/')) == connection;
}

}  // namespace

OpenStore::Place OpenStore::at(std::string_view name) {
  return std::lower_bound(
      secrets.begin(), secrets.end(), name,
      [](const SealedSecret& one, std::string_view wanted) { return one.name < wanted; });
}

OpenStore::Place OpenStore::find(std::string_view name) {
  const Place found = at(name);
  return found != secrets.end() && found->name == name ? found : secrets.end();
}

// The seal holds, so one that can't be decrypted was written wrong.
SecretString OpenStore::value_of(const SealedSecret& secret) const {
  try {
    return unseal(secret, *key);
  } catch (const std::runtime_error& error) {
    refuse_damaged(file, secret.name + " can't be decrypted: " + error.what());
  }
}

bool OpenStore::has_connection(std::string_view connection) const {
  return std::any_of(secrets.begin(), secrets.end(),
                     [&](const SealedSecret& one) { return belongs_to(one, connection); });
}

std::size_t OpenStore::copy_connection(std::string_view from, std::string_view to) {
  if (has_connection(to))
    throw Failure(ExitStatus::kConfig,
                  "the secret store holds secrets of " + std::string(to) + " already",
                  "see 'ingest secrets list'; remove them if nothing needs them");
  std::vector<SealedSecret> copies;
  for (const SealedSecret& one : secrets) {
    if (!belongs_to(one, from)) continue;
    const std::string name = std::string(to) + one.name.substr(one.name.find('/'));
    copies.push_back(seal(name, one.set_at, value_of(one).reveal(), *key));
  }
  for (SealedSecret& copy : copies) secrets.insert(at(copy.name), std::move(copy));
  return copies.size();
}

std::size_t OpenStore::erase_connection(std::string_view connection) {
  return std::erase_if(secrets,
                       [&](const SealedSecret& one) { return belongs_to(one, connection); });
}

}  // namespace ingest::host
