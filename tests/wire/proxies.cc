#include "proxies.hpp"

namespace ingest::wire {

HttpProxy::HttpProxy(const Login& login)
    : server_([&](int port) -> std::vector<std::string> {
        const std::string folder = folder_.path().string();
        std::string text = "Port " + std::to_string(port) +
                           "\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\nMaxClients 50\n"
                           "LogLevel Connect\nLogFile \"" +
                           folder + "/log\"\n";
        if (!login.name.empty()) text += "BasicAuth " + login.name + " " + login.password + "\n";
        e2e::write_file(folder_.path() / "conf", text);
        return {INGEST_TINYPROXY, "-d", "-c", folder + "/conf"};
      }) {}

SocksProxy::SocksProxy(const Login& login)
    : server_([&](int port) {
        std::vector<std::string> command = {INGEST_MICROSOCKS, "-i", "127.0.0.1", "-p",
                                            std::to_string(port)};
        if (!login.name.empty())
          command.insert(command.end(), {"-u", login.name, "-P", login.password});
        return command;
      }) {}

}  // namespace ingest::wire
