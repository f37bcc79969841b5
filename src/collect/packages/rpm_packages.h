// rpm's packages, for the column of the list.
#pragma once

#include "collect/packages/other_packages.h"

namespace portexplorer {

// Loads rpm's library only when a program must be looked up in an rpm database.
class RpmPackages final : public OtherPackages {
 public:
  std::optional<std::int64_t> version() override;
  std::optional<std::string> directory() override;
  std::optional<std::vector<std::string>> owners(std::span<const std::string> paths) override;
};

}  // namespace portexplorer
