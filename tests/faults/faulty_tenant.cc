#include "faulty_tenant.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <stdexcept>
#include <system_error>

namespace ingest::faults {
namespace {

std::string text(const boost::json::object& object, const char* name) {
  return boost::json::value_to<std::string>(object.at(name));
}

std::vector<Unit> units_of(const boost::json::array& units, const boost::json::array& findings,
                           const char* unit_key, const char* identity) {
  std::vector<Unit> all;
  std::map<std::string, size_t> places;
  for (const boost::json::value& entry : units) {
    const boost::json::object& unit = entry.as_object();
    places.emplace(text(unit, "id"), all.size());
    all.push_back({text(unit, "id"),
                   text(unit, "name"),
                   text(unit, "scan_id"),
                   unit.at("rows_total").to_number<uint64_t>(),
                   {},
                   {}});
  }
  for (const boost::json::value& entry : findings) {
    const boost::json::object& finding = entry.as_object();
    Unit& unit = all[places.at(text(finding, unit_key))];
    unit.finding_ids.push_back(text(finding, "id"));
    unit.finding_keys.push_back(text(finding, identity));
  }
  return all;
}

class Connection {
 public:
  explicit Connection(uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(fd_ < 0 ? -1
                  : ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)));
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    if (fd_ >= 0) ::close(fd_);
  }

  std::string exchange(const std::string& request) {
    for (size_t sent = 0; sent < request.size();)
      sent += check(::send(fd_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL));
    std::string answer;
    char buffer[16384];
    while (const size_t n = check(::recv(fd_, buffer, sizeof(buffer), 0))) answer.append(buffer, n);
    return answer;
  }

 private:
  static size_t check(ssize_t result) {
    if (result < 0) throw std::system_error(errno, std::generic_category(), "the tenant's admin");
    return static_cast<size_t>(result);
  }
  int fd_;
};

}  // namespace

const char* name_of(Product product) { return product == Product::kSca ? "sca" : "dast"; }

FaultyTenant::FaultyTenant(const std::vector<std::string>& flags) : Tenant(flags) {
  const boost::json::object& dast = truth().at("dast").as_object();
  projects_ = units_of(truth().at("projects").as_array(), truth().at("findings").as_array(),
                       "project_id", "key");
  environments_ = units_of(dast.at("environments").as_array(), dast.at("findings").as_array(),
                           "environment_id", "id");
}

const std::vector<Unit>& FaultyTenant::units(Product product) const {
  return product == Product::kSca ? projects_ : environments_;
}

std::string FaultyTenant::admin(const std::string& method, const std::string& body) const {
  const std::string url = fact("admin_url");
  Connection connection(static_cast<uint16_t>(std::stoul(url.substr(url.rfind(':') + 1))));
  const std::string answer = connection.exchange(
      method + " /__admin/faults HTTP/1.1\r\nHost: tenant\r\nConnection: close\r\n" +
      "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  const size_t start = answer.find("\r\n\r\n");
  if (answer.find(" 200 ") > answer.find('\n') || start == std::string::npos)
    throw std::runtime_error("the tenant refused the faults: " + answer);
  return answer.substr(start + 4);
}

void FaultyTenant::set_faults(const std::vector<std::string>& specs) const {
  std::string lines;
  for (const std::string& spec : specs) lines += spec + "\n";
  admin("POST", lines);
}

std::vector<uint64_t> FaultyTenant::struck() const {
  std::vector<uint64_t> counts;
  const auto answer = boost::json::parse(admin("GET", {}));
  for (const auto& fault : answer.as_object().at("faults").as_array())
    counts.push_back(fault.as_object().at("fired").to_number<uint64_t>());
  return counts;
}

}  // namespace ingest::faults
