#include "front.hpp"

#include <sstream>

namespace ingest::wire {

Front::Front(const e2e::Tenant& tenant, const test::ThrowawayCa& ca, FrontOptions options)
    : tenant_(tenant), options_(std::move(options)), server_([&](int port) {
        const test::Identity identity = ca.issue("front", options_.names, options_.days_valid);
        e2e::write_file(folder_.path() / "cert.pem", identity.certificate_pem());
        e2e::write_file(folder_.path() / "key.pem", identity.key_pem());
        return command(port);
      }) {}

std::vector<std::string> Front::command(int port) const {
  const std::string folder = folder_.path().string();
  std::ostringstream text;
  // One process: nothing is left over when it is killed.
  text << "daemon off;\nmaster_process off;\npid " << folder << "/pid;\n"
       << "error_log " << folder << "/error.log;\nevents { worker_connections 256; }\nhttp {\n";
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    text << "  " << kind << "_temp_path " << folder << "/" << kind << ";\n";
  text << "  log_format wire '$server_protocol $ssl_protocol $status $sent_http_content_encoding "
          "$ssl_client_s_dn $request_method $uri';\n"
       << "  access_log " << folder << "/access.log wire;\n"
       << "  gzip on; gzip_types *; gzip_min_length 1; gzip_proxied any;\n"
       << "  proxy_http_version 1.1;\n  proxy_set_header Connection \"\";\n"
       << "  server {\n    listen 127.0.0.1:" << port << " ssl http2;\n"
       << "    ssl_certificate " << folder << "/cert.pem;\n"
       << "    ssl_certificate_key " << folder << "/key.pem;\n"
       << "    ssl_protocols " << options_.tls << ";\n"
       << "    ssl_ciphers ALL:@SECLEVEL=0;\n";
  if (!options_.client_ca.empty()) {
    text << "    ssl_client_certificate " << options_.client_ca << ";\n"
         << "    ssl_verify_client on;\n";
  }
  text << "    location / { proxy_pass " << tenant_.fact("api_url") << "; }\n"
       << "    location /auth/ { proxy_pass " << tenant_.fact("iam_url") << "; }\n  }\n}\n";
  e2e::write_file(folder_.path() / "nginx.conf", text.str());
  return {INGEST_NGINX, "-p", folder, "-c", folder + "/nginx.conf", "-e", folder + "/error.log"};
}

std::vector<std::string> Front::requests() const {
  std::istringstream text(e2e::read_file(folder_.path() / "access.log"));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

}  // namespace ingest::wire
