// The colours that a user can change, and their names in the settings file.
#pragma once

#include <QString>
#include <span>

#include "faces/gui/look/palette.h"
#include "faces/gui/settings/settings.h"

namespace portexplorer::gui {

// Returns the colours in display order.
[[nodiscard]] std::span<const Ink> inks_to_choose();
// Returns the key in Settings::colours, such as "light.system".
[[nodiscard]] QString colour_key(bool dark, Ink);

// Returns the light or dark palette with the user's colours applied.
[[nodiscard]] Palette chosen_palette(const Settings&, bool dark);

}  // namespace portexplorer::gui
