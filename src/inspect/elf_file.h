// What an ELF file says of itself: architecture, hardening, notes, Go's build. Reads few bytes of
// it, and trusts none of them. Source: elf(5); systemd's ELF_PACKAGE_METADATA; Go's
// debug/buildinfo.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "inspect/process_report.h"

namespace portexplorer {

// At most `size` bytes at `offset`; fewer at the end of the file, none behind it.
using ByteReader = std::function<std::string(std::uint64_t offset, std::size_t size)>;
[[nodiscard]] ByteReader reader_of(int fd);  // lives no longer than the file is open
[[nodiscard]] ByteReader reader_of(std::string_view bytes);  // lives no longer than the bytes

// malformed: not ELF, or cut before its headers end. What else makes no sense is left empty.
Result<BinaryFacts> read_elf(const ByteReader&);

}  // namespace portexplorer
