// What is told of a process, as a page or as JSON.
#pragma once

#include <string>
#include <vector>

#include "faces/cli/text_buffer.h"
#include "inspect/process_report.h"

namespace portexplorer::cli {

struct ProcessTextOptions {
  int width = 80;
  bool color = false;
  bool all = false;      // what does not apply or is missing, too
  bool reasons = false;  // --why: each sentence's evidence, and every check
};

// Processes that a name may mean.
using Candidates = std::vector<Process>;

void append_process_text(TextBuffer& out, const ProcessReport&, const ProcessTextOptions&);
// docs/portexplorer.what.process.schema.json describes it.
void append_process_json(TextBuffer& out, const ProcessReport&);

void append_candidates_text(TextBuffer& out, const std::string& name, const Candidates&, const ProcessTextOptions&);
void append_candidates_json(TextBuffer& out, const Candidates&);

}  // namespace portexplorer::cli
