// random_message.hpp - messages with anything in them that their type allows, the same for the same
// dice. Times are within their range.
#pragma once

#include <google/protobuf/message.h>

#include <random>
#include <string>

namespace ingest::host {

class RandomMessage {
 public:
  explicit RandomMessage(unsigned seed) : dice_(seed) {}

  void fill(google::protobuf::Message& message) {
    const google::protobuf::Descriptor& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const int times = one_in(2) ? 0 : type.field(i)->is_repeated() ? below(3) : 1;
      for (int n = 0; n < times; ++n) set(message, *type.field(i));
    }
  }

  bool one_in(int n) { return below(n) == 0; }
  int below(int n) { return static_cast<int>(dice_() % static_cast<unsigned>(n)); }
  std::string text() {
    static const std::string kPieces[] = {
        "a",    "CVE-2099-1", "\xC3\xA9",         "\xE6\x97\xA5",
        "\x1F", " ",          "\xF0\x9F\x9A\x80", std::string(1, '\0')};
    std::string all;
    for (int n = below(12); n > 0; --n) all += kPieces[below(8)];
    return one_in(40) ? all + std::string(300, 'x') : all;
  }

 private:
  void set(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field) {
    using Field = google::protobuf::FieldDescriptor;
    const google::protobuf::Reflection& set = *message.GetReflection();
    const std::uint64_t number = one_in(3) ? 0 : dice_() >> static_cast<unsigned>(below(64));
    if (field.is_repeated()) {
      if (field.cpp_type() == Field::CPPTYPE_STRING)
        set.AddString(&message, &field, text());
      else
        fill(*set.AddMessage(&message, &field));
      return;
    }
    switch (field.cpp_type()) {
      case Field::CPPTYPE_STRING:
        return set.SetString(&message, &field, text());
      case Field::CPPTYPE_MESSAGE:
        if (field.message_type()->full_name() == "google.protobuf.Timestamp")
          return set_time(*set.MutableMessage(&message, &field));
        return fill(*set.MutableMessage(&message, &field));
      case Field::CPPTYPE_ENUM:
        return set.SetEnumValue(&message, &field, below(8));
      case Field::CPPTYPE_BOOL:
        return set.SetBool(&message, &field, one_in(2));
      case Field::CPPTYPE_UINT32:
        return set.SetUInt32(&message, &field, static_cast<std::uint32_t>(number));
      case Field::CPPTYPE_UINT64:
        return set.SetUInt64(&message, &field, number);
      case Field::CPPTYPE_DOUBLE:
        return set.SetDouble(&message, &field, static_cast<double>(below(101)) / 10);
      default:
        GOOGLE_LOG(FATAL) << "no dice for " << field.full_name();
    }
  }
  void set_time(google::protobuf::Message& time) {
    const google::protobuf::Descriptor& type = *time.GetDescriptor();
    const google::protobuf::Reflection& set = *time.GetReflection();
    set.SetInt64(&time, type.FindFieldByName("seconds"),
                 one_in(4) ? 0 : below(2'000'000'000) - 1000);
    set.SetInt32(&time, type.FindFieldByName("nanos"), one_in(2) ? 0 : below(1'000'000'000));
  }

  std::mt19937_64 dice_;
};

// Something of the bytes changed: one of them, a piece taken out, put twice or elsewhere, cut off.
inline std::string damaged(std::string bytes, RandomMessage& dice) {
  if (bytes.empty()) return bytes;
  const auto at = [&] {
    return static_cast<std::size_t>(dice.below(static_cast<int>(bytes.size())));
  };
  const std::size_t place = at();
  const std::string piece = bytes.substr(at(), static_cast<std::size_t>(dice.below(12)));
  switch (dice.below(5)) {
    case 0:
      bytes[place] = static_cast<char>(dice.below(256));
      break;
    case 1:
      bytes[place] = static_cast<char>(bytes[place] ^ (1 << dice.below(8)));
      break;
    case 2:
      bytes.erase(place, static_cast<std::size_t>(dice.below(12)));
      break;
    case 3:
      bytes.insert(place, piece);
      break;
    default:
      bytes.resize(place);
  }
  return bytes;
}

}  // namespace ingest::host
