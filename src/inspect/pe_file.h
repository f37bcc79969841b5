// The version resource of a Windows program (PE), as Wine runs it. Reads few bytes, and trusts none
// of them. Source: Microsoft's "PE Format"; VS_VERSIONINFO.
#pragma once

#include "base/result.h"
#include "inspect/elf_file.h"
#include "inspect/process_report.h"

namespace portexplorer {

// malformed: no PE file, or cut short. not_found: it has no version resource.
Result<WindowsVersion> read_windows_version(const ByteReader&);

}  // namespace portexplorer
