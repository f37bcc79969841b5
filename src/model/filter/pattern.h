// A compiled /pattern/. Neither a hostile pattern nor a hostile text can make matching slow, large
// or deeply recursive: it runs as a finite automaton, in time linear in the text. std::regex and
// POSIX regexec guarantee no such bound.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "model/filter/pattern_syntax.h"

namespace portexplorer::filter {

// Immutable; any thread may search with it.
class Pattern {
 public:
  // How many bytes of a text are searched. The second limit is for patterns too large for an
  // automaton, which are slower.
  static constexpr std::size_t kMaxSubject = 65536;
  static constexpr std::size_t kMaxSlowSubject = 4096;

  [[nodiscard]] static tl::expected<Pattern, PatternError> compile(std::string_view text);

  // Returns whether the pattern occurs in the text. Matches bytes, not characters: "." is one byte.
  [[nodiscard]] bool search(std::string_view subject) const;

 private:
  enum class Op : std::uint8_t { bytes, fork, jump, begin, end, match };
  struct Step {
    Op op = Op::match;
    std::uint16_t first = 0;   // bytes: index of the set; jump, fork: the next step
    std::uint16_t second = 0;  // fork: the other next step
  };
  // The steps waiting for a byte or the end, and `match`; sorted.
  using StepSet = std::vector<std::uint16_t>;

  class Compiler;
  class Iteration;

  void build_automaton();
  void find_byte_classes();
  [[nodiscard]] bool search_steps(std::string_view subject) const;

  std::vector<Step> steps_;
  std::vector<ByteSet> sets_;
  // The deterministic automaton. Empty if it would have too many states; the steps are then
  // simulated in parallel.
  std::array<std::uint8_t, 256> byte_class_{};
  std::size_t class_count_ = 0;
  std::vector<std::uint16_t> next_;    // next state, by state * class_count_ + class
  std::vector<std::uint8_t> accepts_;  // by state: kAtOnce, kAtEnd
};

}  // namespace portexplorer::filter
