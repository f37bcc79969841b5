// The answer about a process, as a page or as JSON.
#pragma once

#include <string>
#include <vector>

#include "faces/export/text_buffer.h"
#include "faces/pages/page_writer.h"
#include "inspect/process_report.h"
#include "inspect/report_entries.h"

namespace portexplorer::pages {

struct ProcessPageOptions {
  bool all = false;      // also values that are missing or do not apply
  bool reasons = false;  // the evidence of each sentence, and every check
};

// Processes that a name may refer to.
using Candidates = std::vector<Process>;

void write_process_page(PageWriter&, const ProcessReport&, const ProcessPageOptions&);
// Write the parts of the page.
void write_process_summary(PageWriter&, const ProcessReport&, bool reasons);
void write_process_part(PageWriter&, const ProcessReport&, ReportPart, bool all);
void write_process_checks(PageWriter&, const ProcessReport&);
// The format is described in docs/portexplorer.what.process.schema.json.
void append_process_json(TextBuffer& out, const ProcessReport&);

void write_candidates_page(PageWriter&, const std::string& name, const Candidates&, bool all);
void append_candidates_json(TextBuffer& out, const Candidates&);

}  // namespace portexplorer::pages
