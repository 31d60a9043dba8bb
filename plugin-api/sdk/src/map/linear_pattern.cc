#include "linear_pattern.hpp"

namespace ingest::sdk::map {

bool LinearPattern::matches(std::string_view subject, std::size_t capture,
                            std::string_view& captured) const {
  captured = capture == 0 ? subject : std::string_view();
  std::size_t at = 0;
  std::size_t capture_begin = 0;
  for (std::size_t i = 0; i < steps_.size();) {
    const Step& step = steps_[i++];
    if (step.kind == Step::Kind::kRun) {
      const std::size_t begin = at;
      const std::size_t end = step.most < subject.size() - at ? at + step.most : subject.size();
      while (at < end && step.characters[static_cast<unsigned char>(subject[at])]) ++at;
      if (at - begin < step.least) return false;
    } else if (step.kind == Step::Kind::kSkip) {
      if (at == subject.size() || !step.characters[static_cast<unsigned char>(subject[at])])
        i = step.target;
    } else if (step.number == capture) {
      if (step.ends) captured = subject.substr(capture_begin, at - capture_begin);
      capture_begin = at;
    }
  }
  return at == subject.size();
}

}  // namespace ingest::sdk::map
