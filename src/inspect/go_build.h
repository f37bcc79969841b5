// Reads the build data that Go's linker stores in a program. Pure. Source: Go's debug/buildinfo
// (inline texts since Go 1.18).
#pragma once

#include <optional>
#include <string_view>

#include "inspect/process_report.h"

namespace portexplorer {

// Parses the section .go.buildinfo. Returns nothing if it has another format.
[[nodiscard]] std::optional<GoBuild> parse_go_build(std::string_view section);

}  // namespace portexplorer
