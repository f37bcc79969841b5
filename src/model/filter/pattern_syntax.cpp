#include "model/filter/pattern_syntax.h"

#include <optional>

#include "base/ascii.h"
#include "model/filter/text_match.h"

namespace portexplorer::filter {
namespace {

template <typename T>
using Outcome = tl::expected<T, PatternError>;
using NodeKind = PatternNode::Kind;

std::size_t index_of(char c) { return static_cast<unsigned char>(c); }

ByteSet range(char first, char last) {
  ByteSet set;
  for (std::size_t i = index_of(first); i <= index_of(last); ++i) set.set(i);
  return set;
}

ByteSet ignoring_case(ByteSet set) {
  for (std::size_t lower = 'a'; lower <= 'z'; ++lower) {
    const std::size_t upper = lower - 'a' + 'A';
    if (set[lower] || set[upper]) set.set(lower).set(upper);
  }
  return set;
}

std::optional<ByteSet> named_class(char c) {
  const ByteSet digits = range('0', '9');
  const ByteSet word = digits | range('a', 'z') | range('A', 'Z') | range('_', '_');
  const ByteSet blank = range('\t', '\r') | range(' ', ' ');
  switch (c) {
    case 'd': return digits;
    case 'D': return ~digits;
    case 'w': return word;
    case 'W': return ~word;
    case 's': return blank;
    case 'S': return ~blank;
    default: return std::nullopt;
  }
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char low = ascii_lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

class PatternParser {
 public:
  explicit PatternParser(std::string_view text) : text_(text) {}

  Outcome<PatternTree> parse() {
    Outcome<std::uint32_t> root = parse_choice(0);
    if (!root) return tl::unexpected<PatternError>(root.error());
    if (!at_end())
      return fail(
          "unmatched closing parenthesis (put a backslash before it to match the character "
          "itself)");
    tree_.root = *root;
    return std::move(tree_);
  }

 private:
  [[nodiscard]] bool at_end() const { return position_ == text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[position_]; }
  bool accept(char c) {
    if (at_end() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  bool accept(std::string_view word) {
    if (!text_.substr(position_).starts_with(word)) return false;
    position_ += word.size();
    return true;
  }
  [[nodiscard]] tl::unexpected<PatternError> fail_at(std::size_t position,
                                                     std::string message) const {
    return tl::unexpected<PatternError>(PatternError{position, std::move(message)});
  }
  [[nodiscard]] tl::unexpected<PatternError> fail(std::string message) const {
    return fail_at(position_, std::move(message));
  }

  std::uint32_t add(PatternNode node) {
    tree_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(tree_.nodes.size() - 1);
  }
  std::uint32_t add_bytes(const ByteSet& bytes) {
    return add({NodeKind::bytes, ignoring_case(bytes), 0, 0, {}});
  }

  Outcome<std::uint32_t> parse_choice(int depth) {
    if (depth > kMaxPatternDepth) return fail("pattern is nested too deeply");
    PatternNode choice{NodeKind::choice, {}, 0, 0, {}};
    do {
      Outcome<std::uint32_t> branch = parse_sequence(depth);
      if (!branch) return branch;
      choice.children.push_back(*branch);
    } while (accept('|'));
    return choice.children.size() == 1 ? choice.children.front() : add(std::move(choice));
  }

  Outcome<std::uint32_t> parse_sequence(int depth) {
    PatternNode sequence{NodeKind::sequence, {}, 0, 0, {}};
    while (!at_end() && peek() != '|' && peek() != ')') {
      Outcome<std::uint32_t> atom = parse_atom(depth);
      if (!atom) return atom;
      Outcome<std::uint32_t> repeated = parse_repeats(*atom);
      if (!repeated) return repeated;
      sequence.children.push_back(*repeated);
    }
    return add(std::move(sequence));
  }

  Outcome<std::uint32_t> parse_atom(int depth) {
    const char c = text_[position_];
    if (c == '(') return parse_group(depth);
    if (c == '[') return parse_set();
    if (c == '\\')
      return parse_escape().map([this](const ByteSet& bytes) { return add_bytes(bytes); });
    if (c == '*' || c == '+' || c == '?' || c == '{')
      return fail("nothing to repeat before this operator");
    ++position_;
    if (c == '.') return add_bytes(~ByteSet{});
    if (c == '^') return add({NodeKind::begin, {}, 0, 0, {}});
    if (c == '$') return add({NodeKind::end, {}, 0, 0, {}});
    return add_bytes(range(c, c));
  }

  Outcome<std::uint32_t> parse_group(int depth) {
    const std::size_t start = position_++;
    if (!accept("?:") && peek() == '?')
      return fail("unsupported group (of the groups that start with (?, only (?:…) is supported)");
    Outcome<std::uint32_t> inner = parse_choice(depth + 1);
    if (!inner) return inner;
    if (!accept(')')) return fail_at(start, "unclosed parenthesis");
    return inner;
  }

  // Repeats of repeats ("a**") nest once each, but do not count towards the depth limit. They are
  // therefore rejected.
  Outcome<std::uint32_t> parse_repeats(std::uint32_t child) {
    PatternNode repeat{NodeKind::repeat, {}, 0, kNoLimit, {child}};
    if (accept('*')) repeat.min = 0;
    else if (accept('+')) repeat.min = 1;
    else if (accept('?')) repeat.max = 1;
    else if (peek() == '{') {
      Outcome<bool> counted = parse_counts(repeat);
      if (!counted) return tl::unexpected<PatternError>(counted.error());
    } else {
      return child;
    }
    (void)accept('?');  // lazy: irrelevant here, since only the existence of a match counts
    const char next = peek();
    if (next == '*' || next == '+' || next == '{')
      return fail("repeat of a repeat (put the first one in parentheses)");
    return add(std::move(repeat));
  }

  Outcome<bool> parse_counts(PatternNode& repeat) {
    const std::size_t start = position_++;
    const std::optional<int> low = parse_count();
    const bool has_comma = accept(',');
    const std::optional<int> high = has_comma ? parse_count() : low;
    if (!accept('}') || (!low && !high))
      return fail_at(start,
                     "invalid repeat (expected {2}, {2,} or {2,5}; put a backslash before { to "
                     "match the character itself)");
    repeat.min = low.value_or(0);
    repeat.max = high.value_or(kNoLimit);
    const bool too_many = repeat.min > kMaxRepeats || repeat.max > kMaxRepeats;
    if (too_many) return fail_at(start, "too many repeats (at most 255)");
    if (repeat.max != kNoLimit && repeat.max < repeat.min)
      return fail_at(start, "the second number is less than the first");
    return true;
  }

  std::optional<int> parse_count() {
    if (!is_digit(peek())) return std::nullopt;
    int value = 0;
    while (is_digit(peek())) {
      value = value > kMaxRepeats ? value : value * 10 + (peek() - '0');
      ++position_;
    }
    return value;
  }

  Outcome<ByteSet> parse_escape() {
    const std::size_t start = position_++;
    if (at_end()) return fail_at(start, "pattern ends in a single backslash");
    const char c = text_[position_++];
    if (const auto set = named_class(c)) return *set;
    if (c == 'n') return range('\n', '\n');
    if (c == 't') return range('\t', '\t');
    if (c == 'r') return range('\r', '\r');
    if (c == 'x') return parse_hex(start);
    const bool reserved = is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
    if (reserved)
      return fail_at(start, "unknown escape (expected \\d \\w \\s \\D \\W \\S \\n \\t \\r \\xNN)");
    return range(c, c);
  }

  Outcome<ByteSet> parse_hex(std::size_t start) {
    const int high = hex_value(peek());
    const int low = position_ + 1 < text_.size() ? hex_value(text_[position_ + 1]) : -1;
    if (high < 0 || low < 0)
      return fail_at(start, "\\x requires two hexadecimal digits, as in \\x1b");
    position_ += 2;
    const char c = static_cast<char>(high * 16 + low);
    return range(c, c);
  }

  Outcome<std::uint32_t> parse_set() {
    const std::size_t start = position_++;
    const bool negated = accept('^');
    ByteSet set;
    bool first = true;
    while (first || peek() != ']') {
      if (at_end())
        return fail_at(start,
                       "unclosed bracket (put a backslash before [ to match the character itself)");
      first = false;
      Outcome<bool> added = parse_set_member(set);
      if (!added) return tl::unexpected<PatternError>(added.error());
    }
    ++position_;
    set = ignoring_case(set);
    return add({NodeKind::bytes, negated ? ~set : set, 0, 0, {}});
  }

  // Parses one byte, a class such as \d, or a range a-z.
  Outcome<bool> parse_set_member(ByteSet& set) {
    const std::size_t start = position_;
    Outcome<ByteSet> low = parse_set_item();
    if (!low) return tl::unexpected<PatternError>(low.error());
    const bool is_range =
        peek() == '-' && position_ + 1 < text_.size() && text_[position_ + 1] != ']';
    if (!is_range) {
      set |= *low;
      return true;
    }
    ++position_;
    Outcome<ByteSet> high = parse_set_item();
    if (!high) return tl::unexpected<PatternError>(high.error());
    if (low->count() != 1 || high->count() != 1)
      return fail_at(start, "invalid range (expected two characters, as in a-z)");
    std::size_t from = 0;
    std::size_t to = 0;
    while (!low->test(from)) ++from;
    while (!high->test(to)) ++to;
    if (from > to) return fail_at(start, "range ends before it starts");
    for (std::size_t i = from; i <= to; ++i) set.set(i);
    return true;
  }

  Outcome<ByteSet> parse_set_item() {
    if (peek() == '\\') return parse_escape();
    const char c = text_[position_++];
    return range(c, c);
  }

  std::string_view text_;
  std::size_t position_ = 0;
  PatternTree tree_;
};

}  // namespace

tl::expected<PatternTree, PatternError> parse_pattern(std::string_view text) {
  if (text.size() > kMaxPatternLength) {
    return tl::unexpected<PatternError>(
        PatternError{kMaxPatternLength, "pattern is too long (at most 500 bytes)"});
  }
  return PatternParser(text).parse();
}

}  // namespace portexplorer::filter
