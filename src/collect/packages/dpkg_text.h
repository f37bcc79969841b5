// Parses dpkg's database and Debian's copyright files. Pure; the texts are not trusted. Source:
// deb-control(5), dpkg(1), Debian's machine-readable copyright format 1.0 (DEP-5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collect/packages/package.h"

namespace portexplorer {

// Finds the installed package in the text of /var/lib/dpkg/status. If `architecture` is empty,
// returns the first package of that name.
[[nodiscard]] std::optional<Package> find_in_status(std::string_view status, std::string_view name,
                                                    std::string_view architecture);

struct CopyrightFacts {
  std::string licence;    // its short name; "" if the file is not machine-readable
  std::string copyright;  // of the files as a whole: one line
};
[[nodiscard]] CopyrightFacts parse_copyright(std::string_view text);

// Returns the MD5 sum in an md5sums file for an absolute path, or for the name that it had before /
// and /usr were merged.
[[nodiscard]] std::optional<std::string> find_in_md5sums(std::string_view text,
                                                         std::string_view path);

// Returns "bin/ls" for "/usr/bin/ls": the name before / and /usr were merged, without the first
// slash; "" if there was no other name.
[[nodiscard]] std::string_view unmerged(std::string_view path);

}  // namespace portexplorer
