#include "draft.hpp"

#include <algorithm>
#include <memory>
#include <unordered_set>

namespace ingest::sdk::map {
namespace {

// So few are held against each other one by one.
constexpr std::size_t kFewTexts = 16;

}  // namespace

template <class T>
Draft::List<T>& Draft::list(std::size_t field, List<T>* Slot::*member) {
  const bool is_new = !is_set(field);
  Slot& slot = mark(field);
  if (is_new) {
    slot.*member = memory_.array<List<T>>(1);
    *(slot.*member) = List<T>{nullptr, 0, 0};
  }
  return *(slot.*member);
}

template <class T>
void Draft::push(List<T>& list, const T& entry) {
  if (list.size == list.room) {
    list.room = std::max<std::size_t>(4, 2 * list.room);
    T* const larger = memory_.array<T>(list.room);
    std::uninitialized_copy_n(list.entries, list.size, larger);
    list.entries = larger;
  }
  std::construct_at(list.entries + list.size++, entry);
}

void Draft::add_texts(std::size_t field, std::span<const std::string_view> texts) {
  if (texts.empty()) return;
  for (const std::string_view text : texts) most_ += kMostOfField + text.size();
  List<std::string_view>& all = list(field, &Slot::texts);
  if (all.size + texts.size() <= kFewTexts) {
    for (const std::string_view text : texts) {
      if (std::find(all.entries, all.entries + all.size, text) == all.entries + all.size)
        push(all, text);
    }
    return;
  }
  std::unordered_set<std::string_view> seen(all.entries, all.entries + all.size);
  for (const std::string_view text : texts) {
    if (seen.insert(text).second) push(all, text);
  }
}

void Draft::add_parts(std::size_t field, const Parts& parts) {
  push(list(field, &Slot::parts), parts);
  for (const std::string_view part : parts) most_ += kMostOfField + part.size();
}

bool Draft::is_filled(std::size_t field) const noexcept {
  if (!is_set(field)) return false;
  return layout_[field].form == FieldForm::kText ? slots_[field].size != 0
                                                 : slots_[field].number != 0;
}

void Draft::tidy() {
  for (const std::uint16_t field : layout_.pairs()) {
    if (!is_set(field)) continue;
    List<Parts>& pairs = *slots_[field].parts;
    std::sort(pairs.entries, pairs.entries + pairs.size);
    pairs.size = static_cast<std::size_t>(std::unique(pairs.entries, pairs.entries + pairs.size) -
                                          pairs.entries);
  }
}

}  // namespace ingest::sdk::map
