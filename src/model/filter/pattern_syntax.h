// The syntax of /patterns/: a subset of regular expressions that can be matched in linear time.
//   text  .  [a-z]  [^a-z]  \d \w \s \D \W \S  \n \t \r \xNN  \. (and any other sign)  ^  $  (a|b)
//   (?:a)  *  +  ?  {2}  {2,}  {2,5}
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace portexplorer::filter {

constexpr std::size_t kMaxPatternLength = 500;
constexpr int kMaxPatternDepth = 40;
constexpr int kMaxRepeats = 255;
constexpr int kNoLimit = -1;

using ByteSet = std::bitset<256>;

struct PatternNode {
  enum class Kind : std::uint8_t { bytes, begin, end, sequence, choice, repeat };
  Kind kind = Kind::sequence;
  ByteSet bytes;
  int min = 0;
  int max = 0;                          // kNoLimit: any number
  std::vector<std::uint32_t> children;  // indices into the tree's nodes
};

struct PatternTree {
  std::vector<PatternNode> nodes;
  std::uint32_t root = 0;
};

struct PatternError {
  std::size_t position = 0;  // byte offset in the pattern
  std::string message;
};

// Parses a pattern. ASCII case is ignored: sets contain both cases.
[[nodiscard]] tl::expected<PatternTree, PatternError> parse_pattern(std::string_view);

}  // namespace portexplorer::filter
