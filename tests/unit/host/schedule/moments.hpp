// moments.hpp - schedules and moments as the tests write them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "connection/connection.hpp"
#include "connection/time_text.hpp"

namespace ingest::host {

inline std::chrono::sys_seconds moment(const std::string& text) {
  const auto parsed = parse_moment(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.value_or(std::chrono::sys_seconds{});
}

inline Schedule schedule(const std::string& text) {
  return *parse_connection("kind: connection\nname: a\nplugin: b\nschedule: {" + text + "}\n", "/a")
              .schedule;
}

inline std::vector<std::string> texts(const std::vector<std::chrono::sys_seconds>& moments) {
  std::vector<std::string> all;
  for (const auto each : moments) all.push_back(moment_text(each));
  return all;
}

}  // namespace ingest::host
