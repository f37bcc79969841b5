// The commands. Each returns the program's exit code.
#pragma once

#include "faces/cli/environment.h"
#include "faces/cli/options.h"

namespace portexplorer::cli {

constexpr int kExitFine = 0;
constexpr int kExitNothing =
    1;  // nothing matched; doctor: something is missing, or not told rightly
constexpr int kExitUsage = 2;
constexpr int kExitRefused =
    3;  // the kernel refused everything, or the output could not be written

// Reads the words after the program's name and does what they say.
int run(std::span<const char* const> arguments, const Environment&);

int run_list(const Options&, const Environment&);
int run_watch(const Options&, const Environment&);
int run_log(const Options&, const Environment&);
int run_doctor(const Options&, const Environment&);
int run_doctor_self_test(const Options&, const Environment&);
int run_what(const Options&, const Environment&);
int run_help(const Options&, const Environment&);

// For the end of a command: the code itself, or what became of its output. Says what went wrong.
int exit_code_after(const Environment&, class Output&, int code);

// "portexplorer: WHAT" on stderr; returns kExitUsage.
int refuse_usage(const Environment&, const Error&);

}  // namespace portexplorer::cli
