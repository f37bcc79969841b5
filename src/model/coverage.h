// What a reading could not see, why, and what would give it. Partial data is a success that says
// what is missing.
#pragma once

#include <string>
#include <vector>

#include "model/message.h"

namespace portexplorer {

struct CoverageGap {
  std::string id;  // stable and short, e.g. "fds.not_permitted", "sock_diag.sctp"; one gap per id
                   // in a Coverage
  Message what;    // what is missing
  Message why;
  Message remedy;       // what would give it; empty text where nothing would
  bool notable = true;  // false: a detail for doctor and JSON, not worth a line under every list
};

struct Coverage {
  std::vector<CoverageGap> gaps;

  // Adds the gap unless one with its id is there.
  void add(CoverageGap gap);
  [[nodiscard]] const CoverageGap* find(std::string_view id) const;
};

}  // namespace portexplorer
