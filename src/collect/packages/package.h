// An installed package, as the column `package` and the page of a process show it. Raw text: escape
// it.
#pragma once

#include <string>

#include "model/message.h"

namespace portexplorer {

// Why there is no Package where the machine's packages could be read.
constexpr Text kNotPackaged = "no installed package has this file"_text;
// Why a package proves nothing that only the process's own container names.
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
  bool proven = true;  // false: the process's user may have made up all of this (is_evidence)
};

}  // namespace portexplorer
