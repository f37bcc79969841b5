// Reads the version resource of a Windows program (PE), as run by Wine. Reads few bytes and trusts
// none of them. Source: Microsoft's "PE Format"; VS_VERSIONINFO.
#pragma once

#include "base/result.h"
#include "inspect/elf_file.h"
#include "inspect/process_report.h"

namespace portexplorer {

// Returns `malformed` for a file that is not PE or is truncated, `not_found` if it has no version
// resource.
Result<WindowsVersion> read_windows_version(const ByteReader&);

}  // namespace portexplorer
