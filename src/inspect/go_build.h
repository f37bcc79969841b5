// What Go's linker writes of a build into a program. Pure. Source: Go's debug/buildinfo (since
// Go 1.18 the texts stand inline).
#pragma once

#include <optional>
#include <string_view>

#include "inspect/process_report.h"

namespace portexplorer {

// `section`: .go.buildinfo. Empty where it is of another form.
[[nodiscard]] std::optional<GoBuild> parse_go_build(std::string_view section);

}  // namespace portexplorer
