#include "faces/gui/settings/colour_names.h"

#include <array>

namespace portexplorer::gui {
namespace {

constexpr std::array kInks = {Ink::normal, Ink::system, Ink::hidden,  Ink::netstat,  Ink::unknown,
                              Ink::ground, Ink::fresh,  Ink::closing, Ink::selection};
constexpr std::array<const char*, kInks.size()> kWords = {
    "normal", "system", "hidden", "netstat", "unknown", "ground", "new", "closing", "selection"};

}  // namespace

std::span<const Ink> inks_to_choose() { return kInks; }

QString colour_key(bool dark, Ink ink) {
  return QString::fromLatin1(dark ? "dark." : "light.") +
         QString::fromLatin1(kWords[static_cast<std::size_t>(ink)]);
}

Palette chosen_palette(const Settings& settings, bool dark) {
  Palette palette = dark ? Palette::dark() : Palette::light();
  for (const Ink ink : kInks) {
    const auto chosen = settings.colours.find(colour_key(dark, ink));
    if (chosen != settings.colours.end()) palette.set_colour(ink, chosen->second);
  }
  return palette;
}

}  // namespace portexplorer::gui
