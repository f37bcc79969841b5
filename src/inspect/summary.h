// A process in plain sentences, for somebody who has never met it; each with what it rests on.
// Pure. Claims no more than was seen.
#pragma once

#include <vector>

#include "inspect/process_report.h"

namespace portexplorer {

// What it is, who made it, who started it, whom it talks to, and what stands out, in this order.
[[nodiscard]] std::vector<Sentence> summarize_process(const ProcessReport&);

}  // namespace portexplorer
