// Which script an interpreter runs: "python3 -u server.py" is the program server.py to its user.
// Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace portexplorer {

// The file name of the script, the module of `python -m`, the .jar or main class of java; "" where
// `executable` (a file name) is no interpreter that we know, or runs code from its command line or
// standard input. The rule: skip the options, and the values of those options that take one; the
// next argument is the script. An executable's name is compared without its version: python3.11 is
// python.
[[nodiscard]] std::string script_of(std::string_view executable,
                                    std::span<const std::string_view> arguments);

}  // namespace portexplorer
