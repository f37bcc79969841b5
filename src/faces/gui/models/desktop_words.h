// Texts from lower layers in the language of the windows.
#pragma once

#include "base/words.h"
#include "knowledge/glossary.h"

namespace portexplorer::gui {

// Returns a language that uses the translators that are installed when a text is translated. Safe
// on any thread, as QCoreApplication::translate() is.
[[nodiscard]] const Words& desktop_words();

// Returns the glossary in that language, or the English one if there is none.
[[nodiscard]] const GlossaryData& desktop_glossary();

}  // namespace portexplorer::gui
