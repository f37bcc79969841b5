// The texts of dpkg's database and of Debian's copyright files, parsed. Pure; nothing in them is
// trusted. Source: deb-control(5), dpkg(1), Debian's machine-readable copyright format 1.0 (DEP-5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collect/packages/package.h"

namespace portexplorer {

// The installed package in the text of /var/lib/dpkg/status. `architecture` may be empty: the first
// of that name.
[[nodiscard]] std::optional<Package> find_in_status(std::string_view status, std::string_view name,
                                                    std::string_view architecture);

struct CopyrightFacts {
  std::string licence;    // its short name; "" where the file is of no form that a program can read
  std::string copyright;  // of the files as a whole: one line
};
[[nodiscard]] CopyrightFacts parse_copyright(std::string_view text);

// The MD5 sum that a list of sums holds for an absolute path, or for the name that it had before /
// and /usr were merged.
[[nodiscard]] std::optional<std::string> find_in_md5sums(std::string_view text,
                                                         std::string_view path);

// "bin/ls" for "/usr/bin/ls": the name before / and /usr were merged, without the first slash; ""
// where it had no other.
[[nodiscard]] std::string_view unmerged(std::string_view path);

}  // namespace portexplorer
