// `portexplorer what KIND X`: explains a port, process, address or term. Each kind has a file and a
// line in the table of kinds; a new kind requires nothing else.
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

// The words after the kind.
using WhatWords = std::span<const std::string>;

struct WhatKind {
  std::string_view name;     // "port"
  std::string_view example;  // "port 25": arguments of `portexplorer what`
  std::string_view help;     // one line: what it explains
  // Whether words without a kind may be of this kind. If only one kind fits, it is used. Must not
  // read the machine.
  bool (*fits)(WhatWords);
  // Parses the words and prints the page. Returns the exit code.
  int (*run)(WhatWords, const Options&, const Environment&);
};

// In the order of the listing.
[[nodiscard]] std::span<const WhatKind> what_kinds();

// The current state of this machine, for a page. If it cannot be read: null and the reason.
struct MachineRead {
  std::shared_ptr<const Snapshot> snapshot;
  std::string trouble;
};
[[nodiscard]] MachineRead read_machine(const Environment&);

// The width of the terminal between 40 and 120 columns; 80 without a terminal.
[[nodiscard]] int page_width(const Environment&);

// The functions of the table, with one file per kind.
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

// Returns the term of the glossary that is most similar to `word`.
[[nodiscard]] std::optional<std::string_view> nearest_term(std::string_view word);

}  // namespace portexplorer::cli
