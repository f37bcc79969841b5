// The colours that a user may change, by the words that stand in the file of settings.
#pragma once

#include <QString>
#include <span>

#include "faces/gui/look/palette.h"
#include "faces/gui/settings/settings.h"

namespace portexplorer::gui {

// In the order in which they are shown.
[[nodiscard]] std::span<const Ink> inks_to_choose();
// "light.system": the key in Settings::colours.
[[nodiscard]] QString colour_key(bool dark, Ink);

// The palette with the user's colours in it.
[[nodiscard]] Palette chosen_palette(const Settings&, bool dark);

}  // namespace portexplorer::gui
