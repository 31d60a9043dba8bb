// gzip_member.hpp - bytes as one member of a gzip file. [thread-safe]
#pragma once

#include <string>
#include <string_view>

namespace ingest::host {

std::string gzip_member(std::string_view bytes);

}  // namespace ingest::host
