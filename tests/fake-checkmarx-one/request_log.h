// One JSON line a request. A token never appears in it, only its id (the claim jti).
#ifndef TESTS_FAKE_CHECKMARX_ONE_REQUEST_LOG_H_
#define TESTS_FAKE_CHECKMARX_ONE_REQUEST_LOG_H_

#include <fstream>
#include <mutex>
#include <string>
#include <string_view>

#include "http_message.h"

namespace fake_cx1 {

// Thread-safe. A line is in the file before the reply is sent.
class RequestLog {
 public:
  // An empty path keeps no log. Throws std::runtime_error.
  explicit RequestLog(const std::string& path);
  void Write(std::string_view endpoint, const Request& request, unsigned status,
             std::string_view token_id);

 private:
  std::mutex mutex_;
  std::ofstream file_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_REQUEST_LOG_H_
