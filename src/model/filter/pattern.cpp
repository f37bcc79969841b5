#include "model/filter/pattern.h"

#include <algorithm>
#include <map>

namespace portexplorer::filter {
namespace {

constexpr std::size_t kMaxSteps = 1000;
constexpr int kMaxWork =
    20000;  // visits while compiling: an empty group costs work but adds no step
constexpr std::size_t kMaxStates = 256;
constexpr std::size_t kMaxVisits = 500000;  // steps visited while building the automaton
constexpr std::uint8_t kAtOnce = 1;
constexpr std::uint8_t kAtEnd = 2;

}  // namespace

// Compiles a tree into steps.
class Pattern::Compiler {
 public:
  Compiler(const PatternTree& tree, Pattern& pattern) : tree_(tree), pattern_(pattern) {}

  bool compile() {
    if (!emit(tree_.root)) return false;
    add({Op::match, 0, 0});
    return true;
  }

 private:
  std::uint16_t here() const { return static_cast<std::uint16_t>(pattern_.steps_.size()); }
  std::uint16_t add(Step step) {
    pattern_.steps_.push_back(step);
    return static_cast<std::uint16_t>(pattern_.steps_.size() - 1);
  }
  Step& at(std::uint16_t index) { return pattern_.steps_[index]; }

  // The parser limits the depth of the tree, and thus of the recursion.
  bool emit(std::uint32_t index) {
    if (++work_ > kMaxWork || pattern_.steps_.size() > kMaxSteps) return false;
    const PatternNode& node = tree_.nodes[index];
    switch (node.kind) {
      case PatternNode::Kind::bytes: add({Op::bytes, set_index(node.bytes), 0}); return true;
      case PatternNode::Kind::begin: add({Op::begin, 0, 0}); return true;
      case PatternNode::Kind::end: add({Op::end, 0, 0}); return true;
      case PatternNode::Kind::sequence:
        return std::ranges::all_of(node.children, [this](std::uint32_t c) { return emit(c); });
      case PatternNode::Kind::choice: return emit_choice(node);
      case PatternNode::Kind::repeat: return emit_repeat(node);
    }
    return false;
  }

  std::uint16_t set_index(const ByteSet& bytes) {
    const auto it = std::ranges::find(pattern_.sets_, bytes);
    if (it != pattern_.sets_.end()) return static_cast<std::uint16_t>(it - pattern_.sets_.begin());
    pattern_.sets_.push_back(bytes);
    return static_cast<std::uint16_t>(pattern_.sets_.size() - 1);
  }

  bool emit_choice(const PatternNode& node) {
    std::vector<std::uint16_t> jumps;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const bool last = i + 1 == node.children.size();
      const std::uint16_t fork =
          last ? std::uint16_t{0} : add({Op::fork, static_cast<std::uint16_t>(here() + 1), 0});
      if (!emit(node.children[i])) return false;
      if (last) break;
      jumps.push_back(add({Op::jump, 0, 0}));
      at(fork).second = here();
    }
    for (const std::uint16_t jump : jumps) at(jump).first = here();
    return true;
  }

  bool emit_repeat(const PatternNode& node) {
    const std::uint32_t child = node.children.front();
    for (int i = 0; i < node.min; ++i) {
      if (!emit(child)) return false;
    }
    if (node.max == kNoLimit) {
      const std::uint16_t fork = add({Op::fork, static_cast<std::uint16_t>(here() + 1), 0});
      if (!emit(child)) return false;
      add({Op::jump, fork, 0});
      at(fork).second = here();
      return true;
    }
    std::vector<std::uint16_t> forks;
    for (int i = node.min; i < node.max; ++i) {
      forks.push_back(add({Op::fork, static_cast<std::uint16_t>(here() + 1), 0}));
      if (!emit(child)) return false;
    }
    for (const std::uint16_t fork : forks) at(fork).second = here();
    return true;
  }

  const PatternTree& tree_;
  Pattern& pattern_;
  int work_ = 0;
};

// Computes which steps are reachable.
class Pattern::Iteration {
 public:
  explicit Iteration(const Pattern& pattern) : pattern_(pattern), seen_(pattern.steps_.size(), 0) {}

  void start(StepSet& out) {
    clear(out);
    follow(0, true, false, out);
    std::ranges::sort(out);
  }

  // Computes the steps reachable after reading `byte`. A match may also start after it.
  void advance(const StepSet& from, unsigned char byte, StepSet& out) {
    clear(out);
    for (const std::uint16_t index : from) {
      const Step& step = pattern_.steps_[index];
      if (step.op == Op::bytes && pattern_.sets_[step.first][byte])
        follow(static_cast<std::uint16_t>(index + 1), false, false, out);
    }
    follow(0, false, false, out);
    std::ranges::sort(out);
  }

  [[nodiscard]] bool accepts(const StepSet& set) const {
    return std::ranges::any_of(
        set, [this](std::uint16_t i) { return pattern_.steps_[i].op == Op::match; });
  }

  [[nodiscard]] bool accepts_at_end(const StepSet& set, bool at_begin) {
    StepSet reached;
    clear(reached);
    for (const std::uint16_t index : set) follow(index, at_begin, true, reached);
    return accepts(reached);
  }

  [[nodiscard]] std::size_t visits() const { return visits_; }

 private:
  void clear(StepSet& out) {
    out.clear();
    ++round_;
  }

  // Uses an explicit stack: chains of steps may be a thousand deep.
  void follow(std::uint16_t first, bool at_begin, bool at_end, StepSet& out) {
    stack_.assign(1, first);
    while (!stack_.empty()) {
      const std::uint16_t index = stack_.back();
      stack_.pop_back();
      if (seen_[index] == round_) continue;
      seen_[index] = round_;
      ++visits_;
      const Step& step = pattern_.steps_[index];
      const auto next = static_cast<std::uint16_t>(index + 1);
      if (step.op == Op::jump || step.op == Op::fork) stack_.push_back(step.first);
      if (step.op == Op::fork) stack_.push_back(step.second);
      if ((step.op == Op::begin && at_begin) || (step.op == Op::end && at_end))
        stack_.push_back(next);
      if (step.op == Op::bytes || step.op == Op::end || step.op == Op::match) out.push_back(index);
    }
  }

  const Pattern& pattern_;
  std::vector<std::uint32_t> seen_;
  StepSet stack_;
  std::uint32_t round_ = 0;
  std::size_t visits_ = 0;
};

tl::expected<Pattern, PatternError> Pattern::compile(std::string_view text) {
  const tl::expected<PatternTree, PatternError> tree = parse_pattern(text);
  if (!tree) return tl::unexpected<PatternError>(tree.error());
  Pattern pattern;
  if (!Compiler(*tree, pattern).compile()) {
    return tl::unexpected<PatternError>(
        PatternError{0, "pattern is too large: it has too many repeats"});
  }
  pattern.build_automaton();
  return pattern;
}

// Puts bytes that no set distinguishes into one class, which makes the tables smaller.
void Pattern::find_byte_classes() {
  class_count_ = 1;
  for (const ByteSet& set : sets_) {
    std::map<std::pair<std::uint8_t, bool>, std::uint8_t> split;
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const auto key = std::pair(byte_class_[byte], set[byte]);
      byte_class_[byte] = split.emplace(key, static_cast<std::uint8_t>(split.size())).first->second;
    }
    class_count_ = split.size();
  }
}

void Pattern::build_automaton() {
  find_byte_classes();
  std::array<unsigned char, 256> example{};
  for (std::size_t byte = 256; byte-- > 0;)
    example[byte_class_[byte]] = static_cast<unsigned char>(byte);
  Iteration walker(*this);
  std::map<StepSet, std::uint16_t> numbers;
  std::vector<StepSet> states(1);
  walker.start(states[0]);
  // The start state may accept differently from the same set reached later (an anchor matches only
  // there). It is therefore not registered by its set.
  for (std::size_t state = 0; state < states.size(); ++state) {
    const StepSet from = states[state];
    accepts_.push_back(
        static_cast<std::uint8_t>((walker.accepts(from) ? kAtOnce : 0) |
                                  (walker.accepts_at_end(from, state == 0) ? kAtEnd : 0)));
    for (std::size_t c = 0; c < class_count_; ++c) {
      StepSet to;
      walker.advance(from, example[c], to);
      const auto [it, is_new] = numbers.emplace(to, static_cast<std::uint16_t>(states.size()));
      if (is_new) states.push_back(std::move(to));
      next_.push_back(it->second);
    }
    if (states.size() > kMaxStates || walker.visits() > kMaxVisits) {
      next_.clear();
      accepts_.clear();
      return;
    }
  }
}

bool Pattern::search(std::string_view subject) const {
  if (next_.empty()) return search_steps(subject.substr(0, kMaxSlowSubject));
  subject = subject.substr(0, kMaxSubject);
  std::size_t state = 0;
  for (const char c : subject) {
    if ((accepts_[state] & kAtOnce) != 0) return true;
    state = next_[state * class_count_ + byte_class_[static_cast<unsigned char>(c)]];
  }
  return accepts_[state] != 0;
}

bool Pattern::search_steps(std::string_view subject) const {
  Iteration walker(*this);
  StepSet current;
  StepSet next;
  walker.start(current);
  for (const char c : subject) {
    if (walker.accepts(current)) return true;
    walker.advance(current, static_cast<unsigned char>(c), next);
    current.swap(next);
  }
  return walker.accepts(current) || walker.accepts_at_end(current, subject.empty());
}

}  // namespace portexplorer::filter
