// What findings is made from, read of processes. Costs some 50 µs for each, so only where somebody
// asks.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "collect/procfs/proc_pid_dir.h"
#include "model/process.h"

namespace portexplorer {

// Where the script stands that an interpreter runs, as the process sees it: one of its arguments.
// not_found: that cannot be told.
Result<std::string> script_path_of(const ProcPidDir&, const std::string& program,
                                   std::span<const std::string> arguments);

// The socket that is the process's standard input; 0: none.
Result<std::uint64_t> standard_input_socket(const ProcPidDir&);

// LD_PRELOAD of its environment as it was when its program was started; "" for none.
Result<std::string> preload_of(const ProcPidDir&);

// All of LookFacts but `packaged`, of those that still live. Names, paths and users of the
// processes must be there.
void read_look_facts(std::span<Process>);

}  // namespace portexplorer
