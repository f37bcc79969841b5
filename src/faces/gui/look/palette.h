// The colours of rows, on light and on dark ground. Every text keeps a contrast of at least 4.5
// (WCAG 2.1, AA) on every ground that it can stand on; tests hold the palettes to that, and colours
// that somebody chose are told where they do not.
#pragma once

#include <QColor>
#include <array>
#include <cstdint>
#include <vector>

#include "faces/export/row_marks.h"

class QPalette;

namespace portexplorer::gui {

// From 1 (the same) to 21 (black on white); the order does not matter. Colours are opaque.
[[nodiscard]] double contrast(const QColor&, const QColor&);
constexpr double kLeastContrast = 4.5;

enum class Ink : std::uint8_t {
  // Of texts.
  normal,
  system,
  hidden,
  netstat,
  unknown,  // has an owner, whose class is not known
  // Of grounds.
  ground,
  fresh,
  closing,
  selection,
  // Of everything else.
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

// A text that is hard to read on a ground.
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

  // `who`: what its owner is (class_tint()); `change` chooses the ground.
  [[nodiscard]] RowColours row(Tint who, Change change) const;
  [[nodiscard]] std::vector<WeakPair> weak_pairs() const;

  // The same for widgets: windows, fields, buttons, links, selections.
  [[nodiscard]] QPalette widgets() const;

 private:
  Palette(bool dark, const std::array<QColor, kInkCount>& colours)
      : dark_(dark), colours_(colours) {}

  bool dark_;
  std::array<QColor, kInkCount> colours_;
};

}  // namespace portexplorer::gui
