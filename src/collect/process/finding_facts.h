// Reads the facts about processes from which findings are made. Takes about 50 µs per process, so
// it is done only on request.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "collect/procfs/proc_pid_dir.h"
#include "model/process.h"

namespace portexplorer {

// Returns the path of the script that an interpreter runs, as the process sees it: one of its
// arguments. not_found: it cannot be determined.
Result<std::string> script_path_of(const ProcPidDir&, const std::string& program,
                                   std::span<const std::string> arguments);

// Returns the socket that is the process's standard input; 0 if none.
Result<std::uint64_t> standard_input_socket(const ProcPidDir&);

// Returns LD_PRELOAD from its environment at the start of its program; "" if unset.
Result<std::string> preload_of(const ProcPidDir&);

// Fills in all of LookFacts except `packaged`, for processes that still run. Names, paths and users
// of the processes must be set.
void read_look_facts(std::span<Process>);

}  // namespace portexplorer
