// What comes from below the windows, told in their language.
#pragma once

#include "base/words.h"

namespace portexplorer::gui {

// As the installed translators have it, at each time that it is asked.
[[nodiscard]] const Words& desktop_words();

}  // namespace portexplorer::gui
