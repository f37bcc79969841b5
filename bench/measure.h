// Runs a program once with its output redirected to /dev/null, and measures its cost.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace portexplorer::bench {

using Command = std::vector<std::string>;

struct Run {
  double wall_s = 0;
  double cpu_s = 0;  // user and system time, including waited-for children
  std::uint64_t peak_rss_bytes = 0;
  int exit_code = 0;
};

// Measures the whole process, from before fork() to after wait().
Result<Run> measure(const Command&);

// Number of lines that a program prints to stdout and stderr, and the first nonempty one.
struct Lines {
  std::uint64_t count = 0;
  std::string first;
};
Result<Lines> read_lines(const Command&);

// Returns the path of a program in the directory of this one.
std::string sibling_program(const std::string& name);
[[nodiscard]] bool in_path(const std::string& program);

[[nodiscard]] double median(std::vector<double> values);  // 0 if empty

}  // namespace portexplorer::bench
