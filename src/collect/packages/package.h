// An installed package, as shown in the column `package` and on the process page. Raw text that
// must be escaped.
#pragma once

#include <string>

#include "model/message.h"

namespace portexplorer {

// Why there is no Package although the machine's packages could be read.
constexpr Text kNotPackaged = "no installed package has this file"_text;
// Why a package proves nothing if only the process's own container names it.
constexpr Text kOnlyItsContainer = "only its own container names a package for it"_text;

struct Package {
  std::string manager;  // "dpkg", "rpm", "flatpak", "snap"
  std::string name;
  std::string version;
  std::string maintainer;
  std::string homepage;
  std::string summary;
  std::string source;
  std::string architecture;
  std::string licence;
  std::string copyright;
  bool proven = true;  // false: the process's user may have forged all of this (is_evidence)
};

}  // namespace portexplorer
