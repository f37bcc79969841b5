// What comes from below the windows, told in their language.
#pragma once

#include "base/words.h"
#include "knowledge/glossary.h"

namespace portexplorer::gui {

// As the installed translators have it, at each time that it is asked.
[[nodiscard]] const Words& desktop_words();

// The glossary in that language; the English one where it has none.
[[nodiscard]] const GlossaryData& desktop_glossary();

}  // namespace portexplorer::gui
