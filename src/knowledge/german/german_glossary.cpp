#include "knowledge/german/german_glossary.h"

#include "knowledge/glossary_de_table.h"

namespace portexplorer {

const GlossaryData& german_glossary() { return glossary_de_table::kData; }

}  // namespace portexplorer
