// Reads architecture, hardening, notes and Go build data from an ELF file. Reads few bytes and
// trusts none of them. Source: elf(5); systemd's ELF_PACKAGE_METADATA; Go's debug/buildinfo.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "inspect/process_report.h"

namespace portexplorer {

// Returns at most `size` bytes at `offset`; fewer at the end of the file, none beyond it.
using ByteReader = std::function<std::string(std::uint64_t offset, std::size_t size)>;
[[nodiscard]] ByteReader reader_of(int fd);                  // valid while the file is open
[[nodiscard]] ByteReader reader_of(std::string_view bytes);  // valid while the bytes are

// Returns `malformed` if the file is not ELF or ends within its headers. Other invalid parts are
// left empty.
Result<BinaryFacts> read_elf(const ByteReader&);

}  // namespace portexplorer
