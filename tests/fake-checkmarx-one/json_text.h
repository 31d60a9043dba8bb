// Writes JSON straight into a string. Pages of ten thousand rows are built for every request, so
// nothing is built as a tree first.
//
// Call order is the caller's duty: a key only inside an object, Item* only inside an array. Commas
// are placed here.
#ifndef TESTS_FAKE_CHECKMARX_ONE_JSON_TEXT_H_
#define TESTS_FAKE_CHECKMARX_ONE_JSON_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fake_cx1 {

class JsonText {
 public:
  explicit JsonText(std::string& out) : out_(out), start_(out.size()) {}

  void BeginObject();
  void BeginObject(std::string_view key);
  void EndObject() { out_ += '}'; }
  void BeginArray();
  void BeginArray(std::string_view key);
  void EndArray() { out_ += ']'; }

  void Text(std::string_view key, std::string_view value);
  void TextOrNull(std::string_view key, const std::optional<std::string>& value);
  void Texts(std::string_view key, const std::vector<std::string>& values);
  void Integer(std::string_view key, std::int64_t value);
  void Unsigned(std::string_view key, std::uint64_t value);
  void Number(std::string_view key, double value);
  void Boolean(std::string_view key, bool value);
  void Null(std::string_view key);
  void Raw(std::string_view key, std::string_view json);
  void ItemText(std::string_view value);

 private:
  void Comma();
  void Key(std::string_view key);
  void Quote(std::string_view value);

  std::string& out_;
  std::size_t start_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_JSON_TEXT_H_
