// Colours of rows, in a light and a dark palette. Every text colour has a contrast of at least 4.5
// (WCAG 2.1, AA) on every background on which it can appear. Tests check both palettes; for colours
// that the user has chosen, weak_pairs() lists the violations.
#pragma once

#include <QColor>
#include <array>
#include <cstdint>
#include <vector>

#include "faces/export/row_marks.h"

class QPalette;

namespace portexplorer::gui {

// Returns the contrast ratio of WCAG 2.1, from 1 (equal) to 21 (black on white), in either order.
// The colours must be opaque.
[[nodiscard]] double contrast(const QColor&, const QColor&);
constexpr double kLeastContrast = 4.5;

enum class Ink : std::uint8_t {
  // Text.
  normal,
  system,
  hidden,
  netstat,
  unknown,  // has an owner of unknown class
  // Backgrounds.
  ground,
  fresh,
  closing,
  selection,
  // Everything else.
  faint,     // lines between rows, borders of flags
  sent,      // in graphs
  received,  // in graphs
};
constexpr std::size_t kInkCount = 12;
[[nodiscard]] constexpr bool is_text(Ink ink) { return ink <= Ink::unknown; }
[[nodiscard]] constexpr bool is_ground(Ink ink) {
  return ink >= Ink::ground && ink <= Ink::selection;
}

struct RowColours {
  QColor text;
  QColor ground;
  bool italic = false;
};

// A text colour that is hard to read on a background.
struct WeakPair {
  Ink text;
  Ink ground;
  double contrast;
};

class Palette {
 public:
  [[nodiscard]] static Palette light();
  [[nodiscard]] static Palette dark();

  [[nodiscard]] QColor colour(Ink ink) const { return colours_[static_cast<std::size_t>(ink)]; }
  void set_colour(Ink ink, const QColor& colour) {
    colours_[static_cast<std::size_t>(ink)] = colour;
  }
  [[nodiscard]] bool is_dark() const { return dark_; }

  // Returns the colours of a row. `who` (class_tint()) selects the text, `change` the background.
  [[nodiscard]] RowColours row(Tint who, Change change) const;
  [[nodiscard]] std::vector<WeakPair> weak_pairs() const;

  // Returns the matching palette for widgets: windows, fields, buttons, links, selections.
  [[nodiscard]] QPalette widgets() const;

 private:
  Palette(bool dark, const std::array<QColor, kInkCount>& colours)
      : dark_(dark), colours_(colours) {}

  bool dark_;
  std::array<QColor, kInkCount> colours_;
};

}  // namespace portexplorer::gui
