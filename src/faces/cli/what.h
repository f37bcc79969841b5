// `portexplorer what KIND X`: explains a port, a term … in plain words. Each kind of thing has its
// own file and one line in the table of kinds; a new kind needs no more than that.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "faces/cli/environment.h"
#include "faces/cli/options.h"
#include "model/snapshot.h"

namespace portexplorer::cli {

// The words behind the kind.
using WhatWords = std::span<const std::string>;

struct WhatKind {
  std::string_view name;     // "port"
  std::string_view example;  // "port 25": what to type behind `portexplorer what`
  std::string_view help;     // one line: what is told
  // True if words without a kind can be meant for this one. Where only one kind says so, it is
  // taken. Never reads the machine.
  bool (*fits)(WhatWords);
  // Parses the words and prints. Returns the program's exit code.
  int (*run)(WhatWords, const Options&, const Environment&);
};

// In the order in which they are listed.
[[nodiscard]] std::span<const WhatKind> what_kinds();

// This machine as it is now, for a page: null, and why, where it could not be read.
struct MachineRead {
  std::shared_ptr<const Snapshot> snapshot;
  std::string trouble;
};
[[nodiscard]] MachineRead read_machine(const Environment&);

// 80; the terminal's width where it has another one, as long as that reads well.
[[nodiscard]] int page_width(const Environment&);

// The runners and guesses of the table, each in a file of its own.
bool fits_port(WhatWords);
int run_what_port(WhatWords, const Options&, const Environment&);
bool fits_process(WhatWords);
int run_what_process(WhatWords, const Options&, const Environment&);
bool fits_address(WhatWords);
int run_what_address(WhatWords, const Options&, const Environment&);
bool fits_term(WhatWords);
int run_what_term(WhatWords, const Options&, const Environment&);
bool fits_beginner(WhatWords);
int run_what_beginner(WhatWords, const Options&, const Environment&);

// The word of the glossary that `word` was probably meant to be.
[[nodiscard]] std::optional<std::string_view> nearest_term(std::string_view word);

}  // namespace portexplorer::cli
