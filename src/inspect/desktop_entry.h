// The desktop entry of a program: its name in menus, and its icon. Source: the Desktop Entry
// Specification 1.5.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collect/procfs/proc_pid_dir.h"
#include "inspect/process_report.h"

namespace portexplorer {

// Parses an entry. Pure; trusts nothing in the text. Returns nothing if it is no application or
// lacks its name or command.
[[nodiscard]] std::optional<DesktopEntry> parse_desktop_entry(std::string_view text);

// Returns the program that the command line of a desktop entry starts: the first word, without
// quotes, after "env NAME=value …".
[[nodiscard]] std::string program_of_command(std::string_view command);

// Returns the entry that starts one of these files (full paths, as the process sees them), from the
// directories "applications" of XDG_DATA_DIRS. A command without a path only matches a file in the
// directories used by packages, since users may give their own programs any name.
[[nodiscard]] std::optional<DesktopEntry> find_desktop_entry(
    const ProcPidDir&, const std::vector<std::string>& programs, std::string_view data_directories);

}  // namespace portexplorer
