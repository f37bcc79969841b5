// The commands. Each returns the program's exit code.
#pragma once

#include "faces/cli/environment.h"
#include "faces/cli/options.h"

namespace portexplorer::cli {

constexpr int kExitFine = 0;
// Nothing matched; doctor: something is missing or was reported incorrectly.
constexpr int kExitNothing = 1;
constexpr int kExitUsage = 2;
// The kernel refused everything, or the output could not be written.
constexpr int kExitRefused = 3;

// Runs the command line, without the name of the program.
int run(std::span<const char* const> arguments, const Environment&);

int run_list(const Options&, const Environment&);
int run_watch(const Options&, const Environment&);
int run_log(const Options&, const Environment&);
int run_doctor(const Options&, const Environment&);
int run_doctor_self_test(const Options&, const Environment&);
int run_what(const Options&, const Environment&);
int run_help(const Options&, const Environment&);

// Flushes the output. Returns `code`, or kExitRefused after printing why the output failed.
int exit_code_after(const Environment&, class Output&, int code);

// Prints "portexplorer: ERROR" on stderr and returns kExitUsage.
int refuse_usage(const Environment&, const Error&);

}  // namespace portexplorer::cli
