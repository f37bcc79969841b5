// Makes one reading of what the streams of a walk said: each socket once, with all who hold it.
// Pure.
#pragma once

#include <span>

#include "collect/ebpf/reader/socket_reader.h"

namespace portexplorer {

// Adds to `reading`, whose processes are the kernel's task list, and empties `parts`.
void merge_parts(std::span<ReaderPart> parts, SocketReading& reading);

// Whether each holder is in the task list.
[[nodiscard]] bool all_known(std::span<const ReaderPart> parts,
                             std::span<const ReaderProcess> tasks);

}  // namespace portexplorer
