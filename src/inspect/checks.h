// What is worth a second look at a process: a fixed list of checks on what was read of it. Pure.
#pragma once

#include <vector>

#include "inspect/process_report.h"

namespace portexplorer {

// Every check, always in the same order, each with its result: fine, standing out, or not to be run
// and why. None is a proof.
[[nodiscard]] std::vector<Check> check_process(const ProcessReport&);

}  // namespace portexplorer
