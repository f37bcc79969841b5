// Texts from lower layers in the language of the windows.
#pragma once

#include "base/words.h"
#include "knowledge/glossary.h"

namespace portexplorer::gui {

// Returns the language of the translators that are installed at the time of each translation.
// Thread- safe, as QCoreApplication::translate() is.
[[nodiscard]] const Words& desktop_words();

// Returns the glossary in that language, or the English one if there is none.
[[nodiscard]] const GlossaryData& desktop_glossary();

}  // namespace portexplorer::gui
