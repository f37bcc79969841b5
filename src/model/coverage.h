// What a reading could not see, why, and how to get it. A partial result is a success with gaps.
#pragma once

#include <string>
#include <vector>

#include "model/message.h"

namespace portexplorer {

struct CoverageGap {
  // Stable and short, e.g. "fds.not_permitted", "sock_diag.sctp". Unique within a Coverage.
  std::string id;
  Message what;  // what is missing
  Message why;
  Message remedy;       // how to get it; empty if there is no way
  bool notable = true;  // false: a detail for doctor and JSON, not worth a line below every list
};

struct Coverage {
  std::vector<CoverageGap> gaps;

  // Adds the gap unless there is one with its id.
  void add(CoverageGap gap);
  [[nodiscard]] const CoverageGap* find(std::string_view id) const;
};

}  // namespace portexplorer
