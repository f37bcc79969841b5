// A /pattern/ made ready for matching. Neither a hostile pattern nor a hostile text can make it
// slow, large or deep: it is run as a finite automaton, in time linear in the text, which
// std::regex and POSIX regexec do not promise.
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
  // Bytes of a text that are looked at; the second for a pattern that is too large for an
  // automaton, which is slower.
  static constexpr std::size_t kMaxSubject = 65536;
  static constexpr std::size_t kMaxSlowSubject = 4096;

  [[nodiscard]] static tl::expected<Pattern, PatternError> compile(std::string_view text);

  // Whether the pattern is somewhere in the text. Bytes, not characters: "." is one byte.
  [[nodiscard]] bool search(std::string_view subject) const;

 private:
  enum class Op : std::uint8_t { bytes, fork, jump, begin, end, match };
  struct Step {
    Op op = Op::match;
    std::uint16_t first = 0;   // bytes: index of the set; jump, fork: the next step
    std::uint16_t second = 0;  // fork: the other next step
  };
  using StepSet =
      std::vector<std::uint16_t>;  // the steps that wait for a byte or the end, and `match`; sorted

  class Compiler;
  class Iteration;

  void build_automaton();
  void find_byte_classes();
  [[nodiscard]] bool search_steps(std::string_view subject) const;

  std::vector<Step> steps_;
  std::vector<ByteSet> sets_;
  // The automaton: empty where it would have too many states; then the steps are walked in
  // parallel.
  std::array<std::uint8_t, 256> byte_class_{};
  std::size_t class_count_ = 0;
  std::vector<std::uint16_t> next_;    // state * class_count_ + class
  std::vector<std::uint8_t> accepts_;  // by state: kAtOnce, kAtEnd
};

}  // namespace portexplorer::filter
