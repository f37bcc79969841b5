// The German glossary and page for beginners, with the same terms in the same order. Compiled in
// from data/glossary_de.txt, for faces with a German interface.
#pragma once

#include "knowledge/glossary.h"

namespace portexplorer {

[[nodiscard]] const GlossaryData& german_glossary();

}  // namespace portexplorer
