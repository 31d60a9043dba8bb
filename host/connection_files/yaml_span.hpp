// yaml_span.hpp - where in a text a YAML value ends; yaml-cpp only tells where one begins. Pure.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <string>

namespace ingest::host {

// Past the last character of the value that begins at begin. in_flow: between { } or [ ]. Throws
// std::out_of_range for what it can't tell: block scalars, anchors, tags, text that ends early.
std::size_t end_of_value(const std::string& text, std::size_t begin, const YAML::Node& node,
                         bool in_flow);

std::size_t offset_of(const std::string& text, const YAML::Mark& mark);

// Past the end of the line that offset is in.
std::size_t next_line(const std::string& text, std::size_t offset);

}  // namespace ingest::host
