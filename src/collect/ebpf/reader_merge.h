// Merges the streams of one reading: each socket once, with all processes that hold it. Pure.
#pragma once

#include <span>

#include "collect/ebpf/reader/socket_reader.h"

namespace portexplorer {

// Appends to `reading`, whose `processes` must be the kernel's task list, and clears `parts`.
void merge_parts(std::span<ReaderPart> parts, SocketReading& reading);

// Returns true if every holder is in the task list.
[[nodiscard]] bool all_known(std::span<const ReaderPart> parts,
                             std::span<const ReaderProcess> tasks);

}  // namespace portexplorer
