// The desktop entry of a program: what menus call it, and its icon. Source: the Desktop Entry
// Specification 1.5.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collect/procfs/proc_pid_dir.h"
#include "inspect/process_report.h"

namespace portexplorer {

// Pure; nothing in the text is trusted. Empty where it is no application or lacks its name or its
// command.
[[nodiscard]] std::optional<DesktopEntry> parse_desktop_entry(std::string_view text);

// What a command line of a desktop entry starts: the first word, without quotes, behind "env
// NAME=value …".
[[nodiscard]] std::string program_of_command(std::string_view command);

// The entry that starts one of these files (full paths, as the process sees them), from the folders
// "applications" of XDG_DATA_DIRS. A name without a path counts only for a file where packages put
// programs: others may call theirs as they like.
[[nodiscard]] std::optional<DesktopEntry> find_desktop_entry(
    const ProcPidDir&, const std::vector<std::string>& programs, std::string_view data_directories);

}  // namespace portexplorer
