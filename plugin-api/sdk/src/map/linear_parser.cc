// Reads the expressions that can be matched in one pass.
#include <algorithm>
#include <charconv>

#include "linear_pattern.hpp"

namespace ingest::sdk::map {
namespace {

constexpr std::size_t kUnbounded = SIZE_MAX;
constexpr std::size_t kMostCaptures = 8;
constexpr std::size_t kMostRepeats = 1000;

std::size_t code(char c) { return static_cast<unsigned char>(c); }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

// Reads one expression; anything that it does not know ends it with false.
class LinearParser {
 public:
  using Step = LinearPattern::Step;
  using Kind = Step::Kind;
  using Characters = LinearPattern::Characters;

  LinearParser(std::string_view rest, bool ignore_case) : rest_(rest), ignore_case_(ignore_case) {}

  bool parse() {
    for (const char c : rest_) {
      if (code(c) >= 0x80U || code(c) < 0x20U) return false;
    }
    if (take("(?i)")) ignore_case_ = true;
    if (!take("^") || !parse_sequence(0) || !take("$") || !rest_.empty()) return false;
    return is_decided();
  }
  std::vector<Step> take_steps() && { return std::move(steps_); }

 private:
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  // Up to what ends a group, or the expression.
  bool parse_sequence(int depth) {
    while (!rest_.empty() && rest_.front() != ')' && rest_.front() != '$') {
      if (rest_.front() == '(' ? !parse_group(depth) : !parse_run()) return false;
    }
    return true;
  }

  bool parse_group(int depth) {
    const bool captures = !take("(?:");
    if (captures && (rest_.starts_with("(?") || !take("("))) return false;
    if (depth > 4) return false;
    const std::size_t number = captures ? ++captures_ : 0;
    if (number > kMostCaptures) return false;
    const std::size_t begin = steps_.size();
    if (captures) steps_.push_back(capture(number, false));
    if (!parse_sequence(depth + 1) || !take(")")) return false;
    if (captures) steps_.push_back(capture(number, true));
    if (take("?")) make_optional(begin);
    return !is_quantifier();
  }

  static Step capture(std::size_t number, bool ends) {
    Step step;
    step.kind = Kind::kCapture;
    step.number = number;
    step.ends = ends;
    return step;
  }

  // What stands after begin gets a step before it that may pass it over.
  void make_optional(std::size_t begin) {
    for (Step& step : steps_) {
      if (step.kind == Kind::kSkip && step.target > begin) ++step.target;
    }
    Step skip;
    skip.kind = Kind::kSkip;
    skip.target = steps_.size() + 1;
    steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(begin), skip);
  }

  bool parse_run() {
    Step step;
    if (!parse_characters(step.characters) || !parse_repeats(step)) return false;
    steps_.push_back(step);
    return !is_quantifier();  // lazy and possessive ones are others' affair
  }

  bool is_quantifier() const {
    return !rest_.empty() && std::string_view("?*+{").find(rest_.front()) != std::string_view::npos;
  }

  bool parse_repeats(Step& step) {
    if (take("?")) {
      step.least = 0;
    } else if (take("*")) {
      step.least = 0;
      step.most = kUnbounded;
    } else if (take("+")) {
      step.most = kUnbounded;
    } else if (take("{")) {
      if (!parse_number(step.least)) return false;
      step.most = step.least;
      if (take(",")) {
        step.most = kUnbounded;
        if (!rest_.empty() && rest_.front() != '}' && !parse_number(step.most)) return false;
      }
      return take("}") && step.least <= step.most;
    }
    return true;
  }

  bool parse_number(std::size_t& number) {
    const auto read = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
    if (read.ec != std::errc() || number > kMostRepeats) return false;
    rest_.remove_prefix(static_cast<std::size_t>(read.ptr - rest_.data()));
    return true;
  }

  bool parse_characters(Characters& all) {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '[') return parse_class(all);
    if (c == '\\') return parse_escape(all);
    if (std::string_view(".|^?*+{}]").find(c) != std::string_view::npos) return false;
    add(all, c);
    return true;
  }

  bool parse_escape(Characters& all) {
    if (rest_.empty()) return false;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == 'd') return add_range(all, '0', '9');
    if (c == 's') {
      for (const char space : std::string_view(" \t\n\v\f\r")) add(all, space);
      return true;
    }
    if (is_letter(c) || is_digit(c) || std::string_view("<>`'_").find(c) != std::string_view::npos)
      return false;
    add(all, c);
    return true;
  }

  // [a-z_]: ranges of digits or letters, and characters that mean themselves.
  bool parse_class(Characters& all) {
    bool empty = true;
    for (; !rest_.empty() && rest_.front() != ']'; empty = false) {
      const char first = rest_.front();
      if (std::string_view("^[\\-").find(first) != std::string_view::npos) return false;
      rest_.remove_prefix(1);
      if (!rest_.starts_with("-")) {
        add(all, first);
        continue;
      }
      if (rest_.size() < 2) return false;
      const char last = rest_[1];
      rest_.remove_prefix(2);
      const bool alike = (is_digit(first) && is_digit(last)) ||
                         (is_letter(first) && is_letter(last) && (first ^ last) < 0x20);
      if (!alike || first > last) return false;
      add_range(all, first, last);
    }
    return !empty && take("]");
  }

  bool add_range(Characters& all, char first, char last) {
    for (char c = first; c <= last; ++c) add(all, c);
    return true;
  }

  void add(Characters& all, char c) {
    all.set(code(c));
    if (ignore_case_ && is_letter(c)) all.set(code(c) ^ 0x20U);
  }

  // What may come first of the steps from each one on.
  std::vector<Characters> firsts() const {
    std::vector<Characters> all(steps_.size() + 1);
    for (std::size_t at = steps_.size(); at-- > 0;) {
      const Step& step = steps_[at];
      const bool passes = step.kind != Kind::kRun || step.least == 0;
      if (passes) all[at] = all[at + 1];
      if (step.kind == Kind::kSkip) all[at] |= all[step.target];
      if (step.kind == Kind::kRun) all[at] |= step.characters;
    }
    return all;
  }

  // No choice is ever open: what may be taken can't be what comes after it.
  bool is_decided() {
    const std::vector<Characters> first = firsts();
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      Step& step = steps_[i];
      if (step.kind == Kind::kSkip) {
        step.characters = inside(i + 1, step.target);
        if ((step.characters & first[step.target]).any() || !takes_some(i + 1, step.target))
          return false;
      } else if (step.kind == Kind::kRun && step.least != step.most) {
        if ((step.characters & first[i + 1]).any()) return false;
      }
    }
    return true;
  }

  bool takes_some(std::size_t begin, std::size_t end) const {
    return std::any_of(steps_.begin() + static_cast<std::ptrdiff_t>(begin),
                       steps_.begin() + static_cast<std::ptrdiff_t>(end),
                       [](const Step& step) { return step.kind == Kind::kRun && step.least > 0; });
  }

  // The same of a group; one that is nested in it and optional is too much.
  Characters inside(std::size_t begin, std::size_t end) const {
    Characters all;
    for (std::size_t at = begin; at < end; ++at) {
      const Step& step = steps_[at];
      if (step.kind == Kind::kSkip) return Characters().set();
      if (step.kind != Kind::kRun) continue;
      all |= step.characters;
      if (step.least > 0) break;
    }
    return all;
  }

  std::string_view rest_;
  bool ignore_case_;
  std::size_t captures_ = 0;
  std::vector<Step> steps_;
};

std::optional<LinearPattern> LinearPattern::parse(std::string_view expression, bool ignore_case) {
  LinearParser parser(expression, ignore_case);
  if (!parser.parse()) return std::nullopt;
  LinearPattern pattern;
  pattern.steps_ = std::move(parser).take_steps();
  return pattern;
}

}  // namespace ingest::sdk::map
