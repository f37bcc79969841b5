#include "faces/gui/look/palette.h"

#include <QPalette>
#include <algorithm>
#include <cmath>

namespace portexplorer::gui {
namespace {

// Relative luminance, WCAG 2.1.
double luminance(const QColor& colour) {
  const auto linear = [](double c) {
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
         0.0722 * linear(colour.blueF());
}

Ink text_of(Tint who) {
  switch (who) {
    case Tint::system: return Ink::system;
    case Tint::hidden: return Ink::hidden;
    case Tint::netstat: return Ink::netstat;
    case Tint::unknown: return Ink::unknown;
    default: return Ink::normal;
  }
}

Ink ground_of(Change change) {
  switch (change) {
    case Change::fresh: return Ink::fresh;
    case Change::closing:
    case Change::short_lived: return Ink::closing;
    case Change::none: break;
  }
  return Ink::ground;
}

struct WidgetColours {
  const char* window;
  const char* button;
  const char* raised;
  const char* muted;
  const char* accent;
};
constexpr WidgetColours kLightWidgets{"#f5f6f8", "#ffffff", "#eceef1", "#6b7077", "#0b57d0"};
constexpr WidgetColours kDarkWidgets{"#27282c", "#33353a", "#303238", "#9aa0a8", "#8ab4f8"};

}  // namespace

double contrast(const QColor& a, const QColor& b) {
  const double one = luminance(a);
  const double other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

Palette Palette::light() {
  return {false,
          {QColor("#1f2328"), QColor("#0b57d0"), QColor("#b3261e"), QColor("#5a5e63"),
           QColor("#7b1fa2"), QColor("#ffffff"), QColor("#e4f5e6"), QColor("#fde3e1"),
           QColor("#d7e6fb"), QColor("#e6e8eb"), QColor("#b45309"), QColor("#0b6e4f")}};
}

Palette Palette::dark() {
  return {true,
          {QColor("#e6e7ea"), QColor("#8ab4f8"), QColor("#ff8a80"), QColor("#a8acb3"),
           QColor("#d6a4e3"), QColor("#1e1f22"), QColor("#21372a"), QColor("#4a2726"),
           QColor("#2c405c"), QColor("#36383d"), QColor("#f0a55a"), QColor("#5fc9a3")}};
}

RowColours Palette::row(Tint who, Change change) const {
  return {colour(text_of(who)), colour(ground_of(change)), who == Tint::netstat};
}

std::vector<WeakPair> Palette::weak_pairs() const {
  std::vector<WeakPair> weak;
  for (const Ink text : {Ink::normal, Ink::system, Ink::hidden, Ink::netstat, Ink::unknown}) {
    for (const Ink ground : {Ink::ground, Ink::fresh, Ink::closing, Ink::selection}) {
      const double here = contrast(colour(text), colour(ground));
      if (here < kLeastContrast) weak.push_back({text, ground, here});
    }
  }
  return weak;
}

QPalette Palette::widgets() const {
  const WidgetColours& widgets = dark_ ? kDarkWidgets : kLightWidgets;
  const QColor text = colour(Ink::normal);
  QPalette palette;
  palette.setColor(QPalette::Window, QColor(widgets.window));
  palette.setColor(QPalette::WindowText, text);
  palette.setColor(QPalette::Base, colour(Ink::ground));
  palette.setColor(QPalette::AlternateBase, QColor(widgets.raised));
  palette.setColor(QPalette::Text, text);
  palette.setColor(QPalette::PlaceholderText, QColor(widgets.muted));
  palette.setColor(QPalette::Button, QColor(widgets.button));
  palette.setColor(QPalette::ButtonText, text);
  palette.setColor(QPalette::ToolTipBase, QColor(widgets.raised));
  palette.setColor(QPalette::ToolTipText, text);
  palette.setColor(QPalette::Highlight, colour(Ink::selection));
  palette.setColor(QPalette::HighlightedText, text);
  palette.setColor(QPalette::Link, QColor(widgets.accent));
  palette.setColor(QPalette::LinkVisited, QColor(widgets.accent));
  palette.setColor(QPalette::Mid, colour(Ink::faint));
  for (const QPalette::ColorRole role :
       {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, QColor(widgets.muted));
  }
  return palette;
}

}  // namespace portexplorer::gui
