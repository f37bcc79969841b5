// Checks a process for conspicuous facts: a fixed list of checks on what was read. Pure.
#pragma once

#include <vector>

#include "inspect/process_report.h"

namespace portexplorer {

// Returns every check, always in the same order, with its result: fine, conspicuous, or not run and
// why. None of them is proof.
[[nodiscard]] std::vector<Check> check_process(const ProcessReport&);

}  // namespace portexplorer
