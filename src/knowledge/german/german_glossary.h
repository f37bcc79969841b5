// The glossary and the page for beginners in German: the same terms in the same order. Compiled in
// from data/glossary_de.txt, for faces that speak German.
#pragma once

#include "knowledge/glossary.h"

namespace portexplorer {

[[nodiscard]] const GlossaryData& german_glossary();

}  // namespace portexplorer
