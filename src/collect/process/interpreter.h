// Finds the script that an interpreter runs: to its user, "python3 -u server.py" is the program
// server.py. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace portexplorer {

// Returns the file name of the script, the module of `python -m`, or the .jar or main class of
// java. Returns "" if `executable` (a file name) is no known interpreter, or runs code from its
// command line or standard input. The rule: skip the options, and the values of those options that
// take one; the next argument is the script. The version is not part of an executable's name:
// python3.11 is python.
[[nodiscard]] std::string script_of(std::string_view executable,
                                    std::span<const std::string_view> arguments);

}  // namespace portexplorer
