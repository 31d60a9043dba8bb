// A page of one of the services as text: its members and the rows of its list, each as written. So
// a fault changes what it means to change, and every other byte stays. Only for what this program
// wrote itself: the text is taken to be good JSON.
#ifndef TESTS_FAKE_CHECKMARX_ONE_PAGE_TEXT_H_
#define TESTS_FAKE_CHECKMARX_ONE_PAGE_TEXT_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fake_cx1 {

// A JSON object as its keys (without quotes, as written) and values.
using TextMembers = std::vector<std::pair<std::string, std::string>>;

// The end of the value that begins at `at`.
std::size_t EndOfJson(std::string_view text, std::size_t at);
TextMembers SplitObject(std::string_view text);
std::vector<std::string> SplitArray(std::string_view text);
std::string JoinObject(const TextMembers& members);
std::string JoinArray(const std::vector<std::string>& items);

class PageText {
 public:
  explicit PageText(std::string_view body);

  // The rows of the list; of an answer that is an object of rows, such as last-scan, its values.
  std::vector<std::string>& rows() { return rows_; }
  // Of an object of rows, as long as rows(); empty otherwise.
  std::vector<std::string>& keys() { return keys_; }
  // The totals among the members.
  std::vector<std::string*> totals();
  // Null instead of an empty list.
  std::string Text() const;

 private:
  TextMembers members_;
  std::string list_;  // the key of the list; empty: the object itself holds the rows
  std::vector<std::string> rows_;
  std::vector<std::string> keys_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_PAGE_TEXT_H_
