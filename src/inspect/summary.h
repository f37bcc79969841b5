// Describes a process in plain sentences, for readers who do not know it; each with its evidence.
// Pure. Claims no more than was observed.
#pragma once

#include <vector>

#include "inspect/process_report.h"

namespace portexplorer {

// Describes what it is, who made it, what started it, whom it communicates with, and what is
// conspicuous, in this order.
[[nodiscard]] std::vector<Sentence> summarize_process(const ProcessReport&);

}  // namespace portexplorer
