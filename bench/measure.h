// Runs a program once, output to /dev/null, and says what it cost.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace portexplorer::bench {

using Command = std::vector<std::string>;

struct Run {
  double wall_s = 0;
  double cpu_s = 0;  // user and system, of the process and all that it waited for
  std::uint64_t peak_rss_bytes = 0;
  int exit_code = 0;
};

// Whole process: from before fork to after wait.
Result<Run> measure(const Command&);

// How many lines the program prints, and the first one that is not empty; both outputs together.
struct Lines {
  std::uint64_t count = 0;
  std::string first;
};
Result<Lines> read_lines(const Command&);

// A file beside this program.
std::string sibling_program(const std::string& name);
[[nodiscard]] bool in_path(const std::string& program);

[[nodiscard]] double median(std::vector<double> values);  // 0 for none

}  // namespace portexplorer::bench
