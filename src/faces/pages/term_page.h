// The answer about a term of the glossary, and the page for beginners.
#pragma once

#include <vector>

#include "faces/export/text_buffer.h"
#include "faces/pages/page_writer.h"
#include "knowledge/glossary.h"

namespace portexplorer::pages {

void write_term(PageWriter&, const Term&);
// Lists the names of all terms, by kind.
void write_all_terms(PageWriter&);
void append_terms_json(TextBuffer& out, const std::vector<Term>&);

void write_beginners_page(PageWriter&, const GlossaryData& = english_glossary());

}  // namespace portexplorer::pages
