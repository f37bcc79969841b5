// The layout of a compiled glossary: tables of offsets into one text, so that they need no
// relocation at program start.
#pragma once

#include <cstdint>
#include <span>

namespace portexplorer {

struct GlossaryText {
  std::uint32_t offset;
  std::uint16_t length;
};

struct GlossaryEntry {
  GlossaryText term;
  std::uint8_t kind;
  GlossaryText text;
};

// Entry i has the words [first[i], first[i + 1]).
struct GlossaryData {
  const char* text;
  std::span<const GlossaryEntry> entries;
  std::span<const GlossaryText> also;
  std::span<const std::uint16_t> first_also;
  std::span<const std::uint16_t> see;  // indices of entries
  std::span<const std::uint16_t> first_see;
  std::span<const GlossaryText> kinds;
  GlossaryText beginners;
};

}  // namespace portexplorer
