// printed_lines.hpp - what a connector prints to a standard stream, though it is not its to print
// to: read without waiting, line by line, so that it holds nobody up; a bounded part of it is told.
// Text of unknown origin, as it came. One thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace ingest::host {

class PrintedLines {
 public:
  using Tell = std::function<void(std::string_view line)>;
  // descriptor does not block, and stays the caller's. tell gets the lines, and in the end a
  // sentence that there were more.
  PrintedLines(int descriptor, Tell tell) : descriptor_(descriptor), tell_(std::move(tell)) {}

  // What is there now. False: nothing will come any more.
  bool read();
  // Nothing will come any more: what has no end is a line too.
  void finish();

 private:
  void take(std::string_view bytes);
  void tell_line();

  const int descriptor_;
  const Tell tell_;
  std::string line_;
  std::size_t told_ = 0;
};

}  // namespace ingest::host
